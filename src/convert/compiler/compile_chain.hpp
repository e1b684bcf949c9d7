/// \file  Compiling while the program runs: a configuration, or words of the user's own.
#pragma once
#include <memory>
#include <string>

#include "convert/compiler/config_reader.hpp"
#include "convert/conversion_chain.hpp"
#include "convert/user_words.hpp"

namespace hanfix::convert::compiler {

/// The chain that runs `source`. Some 10 ms for each 10,000 words. Error `bad_data` if the keys
/// hold more different characters than an image can number, or a stage makes more than 16 MiB of
/// those of the segmentation. `context`: as for open_config_file().
[[nodiscard]] Result<std::shared_ptr<const ConversionChain>> compile_chain(ChainSource source,
                                                                           bool context = false);

/// The bytes of an image of words, which open_words() reads.
[[nodiscard]] Result<std::string> compile_words(const Entries& words);

/// Whether `bytes` begin as an image does; text never does.
[[nodiscard]] bool is_image(std::string_view bytes) noexcept;

/// Words ready to be looked for. `path` is for errors: `bad_data` if the bytes are no such image.
[[nodiscard]] Result<std::shared_ptr<const WordSet>> open_words(std::string_view bytes,
                                                                const std::string& path);

}  // namespace hanfix::convert::compiler
