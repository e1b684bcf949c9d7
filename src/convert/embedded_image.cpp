#include "convert/image.hpp"

extern "C" const std::byte hanfix_conversion_image[];

namespace hanfix::convert {

const Image& Image::builtin() noexcept {
  const auto& header = *reinterpret_cast<const image::Header*>(hanfix_conversion_image);
  static const Image image({hanfix_conversion_image, static_cast<std::size_t>(header.size)});
  return image;
}

}  // namespace hanfix::convert
