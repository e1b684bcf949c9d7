#include "hanfix/diagnostic.hpp"

namespace hanfix {

const char* to_string(DiagnosticCode code) noexcept {
  switch (code) {
#define HANFIX_DIAGNOSTIC(name, text, description) \
  case DiagnosticCode::name:                       \
    return text;
#include "hanfix/diagnostic_codes.def"
#undef HANFIX_DIAGNOSTIC
  }
  return "";
}

}  // namespace hanfix
