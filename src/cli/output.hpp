/// \file  Where a document goes: standard output, a file replaced as a whole, or nowhere.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "cli/input.hpp"
#include "cli/posix.hpp"
#include "hanfix/result.hpp"
#include "hanfix/stage.hpp"

namespace hanfix::cli {

/// A buffered sink that can fail. After the first failure nothing more is written and error() tells
/// why.
class Output : public Sink {
 public:
  void write(std::string_view chunk) final;
  /// Hands what is buffered to the system.
  void flush();
  /// The document is complete; `input_size` bytes were read for it.
  virtual void commit(std::uint64_t input_size) = 0;
  /// Whether nothing has been written for good before commit().
  [[nodiscard]] virtual bool replaces() const noexcept { return false; }
  /// What is written, as a name for people.
  [[nodiscard]] virtual std::string name() const = 0;
  /// 0, or errno of the first failure.
  [[nodiscard]] int error() const noexcept { return error_; }
  /// More about the failure, with the next step, or "".
  [[nodiscard]] const std::string& hint() const noexcept { return hint_; }

 protected:
  /// Takes bytes out of the buffer; never empty, never after a failure.
  virtual void send(std::string_view bytes) = 0;
  /// 0 is no failure.
  void fail(int error, std::string hint = {}) {
    if (error_ != 0 || error == 0) return;
    error_ = error;
    hint_ = std::move(hint);
  }

 private:
  std::string buffer_;
  int error_ = 0;
  std::string hint_;
};

/// Standard output, a device, a pipe.
class StreamOutput : public Output {
 public:
  StreamOutput(Descriptor descriptor, std::string name)
      : descriptor_(std::move(descriptor)), name_(std::move(name)) {}
  void commit(std::uint64_t) override { flush(); }
  [[nodiscard]] std::string name() const override { return name_; }
  /// Flushes and closes; some file systems tell only now that the disk is full.
  void close();

 private:
  void send(std::string_view bytes) override { fail(write_all(descriptor_.get(), bytes)); }

  Descriptor descriptor_;
  std::string name_;
};

/// --check: the pipeline works, nothing is written.
class NoOutput : public Output {
 public:
  void commit(std::uint64_t) override {}
  [[nodiscard]] std::string name() const override { return "nothing"; }

 private:
  void send(std::string_view) override {}
};

/// Opens `path` for one document: a ReplacedFile, or a StreamOutput where the path names a device
/// or a pipe, which must not be replaced. `input` is borrowed and must outlive the output; nullptr:
/// the file takes neither permissions nor times from one.
[[nodiscard]] Result<std::unique_ptr<Output>> open_output(const std::string& path,
                                                          const Input* input);
/// Opens `path`, the file that `input` reads, for replacing in place. `suffix` may be empty.
[[nodiscard]] Result<std::unique_ptr<Output>> open_in_place(const std::string& path,
                                                            const std::string& suffix,
                                                            const Input& input);

}  // namespace hanfix::cli
