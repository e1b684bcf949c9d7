/// \file  What the fuzz targets share: they run without GoogleTest, and stop by aborting.
#pragma once
#include <cstdlib>
#include <string>
#include <string_view>

#include "hanfix/diagnostic.hpp"
#include "hanfix/stage.hpp"

namespace hanfix::fuzz {

/// Keeps what is written.
struct Collect : Sink {
  std::string text;
  void write(std::string_view chunk) override { text += chunk; }
};

/// Keeps nothing of what is reported.
struct Ignore : DiagnosticSink {
  void edit(const Edit&) override {}
  void diagnostic(const Diagnostic&) override {}
};

/// What libFuzzer takes for a finding.
inline void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace hanfix::fuzz
