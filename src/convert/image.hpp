/// \file  The dictionaries, configurations and character traits of one image.
#pragma once
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "convert/automaton.hpp"
#include "convert/dictionary.hpp"
#include "convert/image_format.hpp"
#include "hanfix/result.hpp"

namespace hanfix::convert {

/// A view of an image whose structure has been checked, or that the program was built with.
/// Does not own the bytes. Immutable, shared by threads.
class Image {
 public:
  /// The image that is part of the program: OpenCC's dictionaries and 16 configurations.
  [[nodiscard]] static const Image& builtin() noexcept;

  /// An image from outside. Error `bad_data` if it is not one, is cut, damaged, of another
  /// version or inconsistent in any way that could make a look-up leave it; O(bytes).
  /// `bytes` must be aligned to 8 and outlive the image.
  [[nodiscard]] static Result<Image> open(std::span<const std::byte> bytes);

  [[nodiscard]] std::span<const image::Config> configs() const noexcept {
    return list<image::Config>(header().configs);
  }
  /// The configuration of that name, or null.
  [[nodiscard]] const image::Config* config(std::string_view name) const noexcept;
  [[nodiscard]] const image::Chain& chain(std::uint32_t number) const noexcept {
    return list<image::Chain>(header().chains)[number];
  }
  /// Dictionary numbers of a chain: first its normalisations, then its stages.
  [[nodiscard]] std::span<const std::uint32_t> chain_dictionaries(
      const image::Chain& chain) const noexcept {
    return list<std::uint32_t>(header().chain_dictionaries)
        .subspan(chain.first, std::size_t{chain.normalizations} + chain.stages);
  }
  [[nodiscard]] Dictionary dictionary(std::uint32_t number) const noexcept {
    return {bytes_.data(), list<image::Dictionary>(header().dictionaries)[number]};
  }
  /// The chain as one automaton; nothing if its passes have to run one after another.
  [[nodiscard]] std::optional<Automaton> automaton(const image::Chain& chain) const {
    if (chain.fused == 0) return std::nullopt;
    return Automaton(bytes_.data(), list<image::Fused>(header().fused)[chain.fused - 1]);
  }
  /// The dictionary of regional words; each value is one image::Evidence character.
  [[nodiscard]] Dictionary evidence() const noexcept { return dictionary(header().evidence); }
  /// image::Trait bits of a code point.
  [[nodiscard]] std::uint8_t traits(char32_t code) const noexcept {
    if (code >= 0x110000) return 0;
    const std::size_t page = list<std::uint16_t>(header().trait_pages)[code >> 8];
    return list<std::uint8_t>(header().traits)[page << 8 | (code & 0xFF)];
  }
  [[nodiscard]] const image::Header& header() const noexcept {
    return *reinterpret_cast<const image::Header*>(bytes_.data());
  }
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }

 private:
  explicit Image(std::span<const std::byte> bytes) noexcept : bytes_(bytes) {}
  template <class T>
  [[nodiscard]] std::span<const T> list(const image::Section& section) const noexcept {
    return {reinterpret_cast<const T*>(bytes_.data() + section.offset),
            static_cast<std::size_t>(section.count)};
  }
  [[nodiscard]] std::optional<Error> check() const;
  [[nodiscard]] bool check_pages(const image::Section& pages, std::uint64_t records) const;
  [[nodiscard]] bool check_dictionary(const image::Dictionary& record) const;
  [[nodiscard]] bool check_fused(const image::Fused& record) const;

  std::span<const std::byte> bytes_;
};

}  // namespace hanfix::convert
