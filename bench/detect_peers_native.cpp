// Other projects' detectors behind the lines of detect_files. Built by bench/detect_peers, which
// fetches Google's compact_enc_det (CED).
// usage: detect_peers_native uchardet|icu|ced [--time N] < NAMES
#include <time.h>
#include <uchardet/uchardet.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <string_view>

#ifdef WITH_CED
#include "compact_enc_det/compact_enc_det.h"
#endif

namespace {

/// Of this process, in microseconds: other work on the machine disturbs it little.
double processor_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) * 1e-3;
}

std::string by_uchardet(std::string_view bytes) {
  uchardet_t detector = uchardet_new();
  uchardet_handle_data(detector, bytes.data(), bytes.size());
  uchardet_data_end(detector);
  std::string answer = uchardet_get_charset(detector);
  uchardet_delete(detector);
  return answer;
}

std::string by_icu(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector* const detector = ucsdet_open(&status);
  ucsdet_setText(detector, bytes.data(), static_cast<int32_t>(bytes.size()), &status);
  const UCharsetMatch* const match = ucsdet_detect(detector, &status);
  const char* const name = match != nullptr ? ucsdet_getName(match, &status) : nullptr;
  std::string answer = name != nullptr ? name : "";
  ucsdet_close(detector);
  return answer;
}

#ifdef WITH_CED
std::string by_ced(std::string_view bytes) {
  int consumed = 0;
  bool reliable = false;
  // Its 7-bit encodings are asked for: HZ and ISO-2022-CN are among what is measured.
  const Encoding encoding = CompactEncDet::DetectEncoding(
      bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr, nullptr, UNKNOWN_ENCODING,
      UNKNOWN_LANGUAGE, CompactEncDet::WEB_CORPUS, false, &consumed, &reliable);
  const std::string answer = MimeEncodingName(encoding);
  // What its table of names calls misnamed.
  return answer == "EUC-CN" || answer == "EUC" || answer == "CNS" ? "EUC-TW" : answer;
}
#endif

}  // namespace

int main(int count, char** arguments) {
  const std::string_view peer = count > 1 ? arguments[1] : "";
  std::string (*detect)(std::string_view) = nullptr;
  if (peer == "uchardet") detect = by_uchardet;
  if (peer == "icu") detect = by_icu;
#ifdef WITH_CED
  if (peer == "ced") detect = by_ced;
#endif
  if (detect == nullptr) {
    std::fprintf(stderr, "usage: detect_peers_native uchardet|icu|ced [--time N] < NAMES\n");
    return 2;
  }
  const long calls = count > 3 ? std::atol(arguments[3]) : 0;
  for (std::string name; std::getline(std::cin, name);) {
    std::ifstream file(name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    const std::string answer = detect(bytes);
    std::printf("%s\t%s", name.c_str(), answer.c_str());
    if (calls > 0) {
      double best = 1e300;
      std::size_t sum = 0;
      for (int round = 0; round < 5; ++round) {
        const double start = processor_time();
        for (long i = 0; i < calls; ++i) sum += detect(bytes).size();
        best = std::min(best, (processor_time() - start) / static_cast<double>(calls));
      }
      std::printf("\t%.3f", best);
      if (sum == 1) std::printf(" ");  // the answers are used
    }
    std::printf("\n");
  }
  return 0;
}
