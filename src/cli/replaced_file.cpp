#include "cli/replaced_file.hpp"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <ctime>
#include <utility>

namespace hanfix::cli {
namespace {

constexpr std::array kEndingSignals = {SIGINT, SIGTERM, SIGHUP, SIGPIPE};

// The temporary files there are; a signal handler can read no std::string and take no lock.
struct Temporary {
  std::atomic<bool> taken = false, exists = false;
  std::array<char, PATH_MAX> path = {};
};
std::array<Temporary, ReplacedFile::kMostAtOnce> temporaries;
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

std::atomic<int> creating = 0;     // threads between creating a file and noting its name
std::atomic<bool> ending = false;  // no file must be created any more

void pause_for_a_moment() {
  const timespec moment = {0, 1'000'000};
  ::nanosleep(&moment, nullptr);
}

extern "C" void remove_and_end(int signal) {
  ending = true;
  // They go on while this thread waits: in them signals are blocked.
  while (creating != 0) pause_for_a_moment();
  for (const Temporary& temporary : temporaries)
    if (temporary.exists) ::unlink(temporary.path.data());
  ::raise(signal);  // SA_RESETHAND has put the default back
}

// Between creating a file and noting its name no signal may come.
class Creating {
 public:
  Creating() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : kEndingSignals) sigaddset(&signals, signal);
    ::pthread_sigmask(SIG_BLOCK, &signals, &before_);
    ++creating;
    if (!ending) return;
    --creating;
    for (;;) pause_for_a_moment();  // another thread is about to end the program
  }
  Creating(const Creating&) = delete;
  Creating& operator=(const Creating&) = delete;
  ~Creating() {
    --creating;
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t before_;
};

// Its place among the temporary files.
std::size_t note_temporary(std::string_view path) {
  std::size_t place = 0;
  while (temporaries[place].taken.exchange(true)) place = (place + 1) % temporaries.size();
  Temporary& temporary = temporaries[place];
  const std::size_t size = std::min(path.size(), temporary.path.size() - 1);
  std::memcpy(temporary.path.data(), path.data(), size);
  temporary.path[size] = '\0';
  temporary.exists = true;
  return place;
}

void forget_temporary(std::size_t place) {
  temporaries[place].exists = false;
  temporaries[place].taken = false;
}

// Copies the first `size` bytes of `from` to where `to` stands; 0, or errno.
int copy_prefix(int from, int to, std::uint64_t size) {
  std::array<char, 64 << 10> buffer;
  for (std::uint64_t at = 0; at < size;) {
    const std::size_t wanted = std::min<std::uint64_t>(buffer.size(), size - at);
    const ssize_t got =
        restarted([&] { return ::pread(from, buffer.data(), wanted, static_cast<off_t>(at)); });
    if (got <= 0) return got == 0 ? EIO : errno;  // 0: somebody cut the file meanwhile
    if (const int error = write_all(to, {buffer.data(), static_cast<std::size_t>(got)}))
      return error;
    at += static_cast<std::uint64_t>(got);
  }
  return 0;
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

ReplacedFile::ReplacedFile(Plan plan, const Input* input) : plan_(std::move(plan)), input_(input) {
  if (!plan_.unless_equal) start();
}

ReplacedFile::~ReplacedFile() { discard(); }

void ReplacedFile::send(std::string_view bytes) {
  if (temporary_.empty()) {
    bytes.remove_prefix(equal_prefix(bytes));
    if (bytes.empty()) return;
    start();
  }
  if (error() == 0) fail(write_all(file_.get(), bytes));
}

// How much of `bytes` is what the input has at the same place.
std::size_t ReplacedFile::equal_prefix(std::string_view bytes) {
  std::array<char, 64 << 10> buffer;
  std::size_t equal = 0;
  while (equal < bytes.size()) {
    const std::size_t wanted = std::min(buffer.size(), bytes.size() - equal);
    const ssize_t got = restarted([&] {
      return ::pread(input_->descriptor(), buffer.data(), wanted, static_cast<off_t>(equal_));
    });
    if (got <= 0) break;
    const auto size = static_cast<std::size_t>(got);
    const auto differs = std::mismatch(buffer.data(), buffer.data() + size, bytes.data() + equal);
    const auto same = static_cast<std::size_t>(differs.first - buffer.data());
    equal += same;
    equal_ += same;
    if (same < size) break;
  }
  return equal;
}

void ReplacedFile::start() {
  std::string name = folder_of(plan_.path) + "/.hanfix-XXXXXX";
  {
    const Creating now;
    file_ = Descriptor(::mkostemp(name.data(), O_CLOEXEC));
    if (!file_.open()) {
      const bool refused = errno == EACCES || errno == EPERM || errno == EROFS;
      return fail(errno,
                  refused ? "the new file is written beside the old one, in its folder" : "");
    }
    noted_ = note_temporary(name);
  }
  temporary_ = name;
  if (equal_ > 0) fail(copy_prefix(input_->descriptor(), file_.get(), equal_));
}

void ReplacedFile::keep_attributes() {
  mode_t mode = plan_.mode & 07777;
  // Who may not give a file away must not give away its set-user-ID either.
  if (plan_.keep_owner && ::fchown(file_.get(), plan_.owner, plan_.group) != 0) mode &= 0777;
  if (::fchmod(file_.get(), mode) != 0) fail(errno);
  if (input_ != nullptr && input_->regular()) {
    const std::array<timespec, 2> times = {input_->status().st_atim, input_->status().st_mtim};
    if (::futimens(file_.get(), times.data()) != 0) fail(errno);
  }
}

// A second name for the old file: there is no moment at which the target is missing.
void ReplacedFile::back_up() {
  if (::link(plan_.path.c_str(), plan_.backup.c_str()) == 0) return;
  if (errno == EEXIST)
    return fail(EEXIST, "the backup " + plan_.backup +
                            " is there already; move it away, or give "
                            "another suffix");
  // File systems without links: a copy.
  const mode_t mode = plan_.mode & 0777;
  Descriptor copy(::open(plan_.backup.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (!copy.open()) return fail(errno, "the backup " + plan_.backup + " cannot be created");
  struct stat now = {};
  int problem = ::fstat(input_->descriptor(), &now) == 0 ? 0 : errno;
  if (problem == 0)
    problem =
        copy_prefix(input_->descriptor(), copy.get(), static_cast<std::uint64_t>(now.st_size));
  const std::array<timespec, 2> times = {input_->status().st_atim, input_->status().st_mtim};
  (void)::futimens(copy.get(), times.data());
  if (problem == 0 && ::fsync(copy.get()) != 0) problem = errno;
  if (const int late = copy.close(); problem == 0) problem = late;
  if (problem == 0) return;
  ::unlink(plan_.backup.c_str());
  fail(problem, "the backup " + plan_.backup + " cannot be written");
}

void ReplacedFile::commit(std::uint64_t input_size) {
  flush();
  if (error() != 0) return;
  if (temporary_.empty()) {
    if (equal_ == input_size) return;  // nothing changed
    start();                           // the output is the input's beginning
  }
  if (error() == 0) keep_attributes();
  if (error() == 0 && ::fsync(file_.get()) != 0) fail(errno);
  fail(file_.close());
  if (error() == 0 && !plan_.backup.empty()) back_up();
  if (error() != 0) return;
  if (::rename(temporary_.c_str(), plan_.path.c_str()) != 0) {
    fail(errno);
    if (!plan_.backup.empty()) ::unlink(plan_.backup.c_str());
    return;
  }
  temporary_.clear();
  forget_temporary(noted_);
  // The name is durable once its folder is; not every file system can do that, and none needs it.
  const Descriptor folder(
      ::open(folder_of(plan_.path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.open()) (void)::fsync(folder.get());
}

void ReplacedFile::discard() {
  if (temporary_.empty()) return;
  ::unlink(temporary_.c_str());
  temporary_.clear();
  forget_temporary(noted_);
}

Descriptor open_unnamed(const std::string& path) {
  std::string name = folder_of(path) + "/.hanfix-XXXXXX";
  const Creating now;
  Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (file.open()) ::unlink(name.data());
  return file;
}

void remove_temporary_files_on_signals() {
  for (const int signal : kEndingSignals) {
    struct sigaction before = {};
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler == SIG_IGN) continue;
    struct sigaction action = {};
    action.sa_handler = remove_and_end;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    ::sigaction(signal, &action, nullptr);
  }
}

}  // namespace hanfix::cli
