/// \file  A file that is replaced as a whole, or not at all.
#pragma once
#include <sys/stat.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "cli/output.hpp"

namespace hanfix::cli {

/// Writes beside the target and renames over it in commit(); until then the target is as it was,
/// and so it stays if commit() is never called, if anything fails, or if a signal ends the program.
///
/// With `unless_equal` the bytes are compared with the input as they come, and nothing is created
/// before the first difference: checking a clean file costs no writing.
class ReplacedFile : public Output {
 public:
  /// How many may have begun at one time, on one thread or several: so many names a signal removes.
  static constexpr std::size_t kMostAtOnce = 64;

  struct Plan {
    std::string path;        ///< symbolic links resolved
    std::string shown_path;  ///< as the user wrote it
    std::string backup;      ///< keep the old file under this path; empty: do not
    mode_t mode = 0666;
    uid_t owner = 0;
    gid_t group = 0;
    bool keep_owner = false;    ///< owner and group are tried, and mode cut if refused
    bool unless_equal = false;  ///< leave the target alone if it would not change
  };

  /// `input` is borrowed; its times go to the new file. nullptr: times are now; not with
  /// `unless_equal`.
  ReplacedFile(Plan plan, const Input* input);
  ReplacedFile(const ReplacedFile&) = delete;
  ReplacedFile& operator=(const ReplacedFile&) = delete;
  ~ReplacedFile() override;

  void commit(std::uint64_t input_size) override;
  [[nodiscard]] std::string name() const override { return plan_.shown_path; }
  [[nodiscard]] bool replaces() const noexcept override { return true; }

 private:
  void send(std::string_view bytes) override;
  [[nodiscard]] std::size_t equal_prefix(std::string_view bytes);
  void start();
  void keep_attributes();
  void back_up();
  void discard();

  Plan plan_;
  const Input* input_;
  std::uint64_t equal_ = 0;  ///< bytes so far that are the input's own
  std::string temporary_;    ///< path; empty: not created
  std::size_t noted_ = 0;    ///< where a signal finds that path
  Descriptor file_;
};

/// A new file in the folder of `path` that has no name any more; not open: errno tells why.
[[nodiscard]] Descriptor open_unnamed(const std::string& path);

/// Makes SIGINT, SIGTERM, SIGHUP and SIGPIPE remove the temporary files before they end the program
/// as they would have. Signals that the parent told us to ignore stay ignored.
void remove_temporary_files_on_signals();

}  // namespace hanfix::cli
