/// \file  What the options of a conversion mean, looked up and compiled.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "convert/conversion_chain.hpp"
#include "convert/explain.hpp"
#include "convert/user_words.hpp"
#include "hanfix/options.hpp"

namespace hanfix {

/// The one kind of Conversion that there is.
class PreparedConversion : public Conversion {
 public:
  std::shared_ptr<const convert::ConversionChain> chain = {};  ///< of a configuration, else null
  std::string config = {};                                     ///< its name or path
  std::string target = {};                                     ///< empty: none
  bool tofu = false;
  bool context = false;                         ///< of a target; a chain knows for itself
  std::vector<convert::NamedWords> words = {};  ///< the set that prevails first
  std::shared_ptr<const convert::UserWords> user_words = {};  ///< the same; null: none
};

/// `options.conversion`, or else what the options say. Errors as Conversion::create().
[[nodiscard]] Result<std::shared_ptr<const PreparedConversion>> prepare(const Options& options);

}  // namespace hanfix
