"""Encoding and decoding by name: Python's codecs, and the system's iconv for what Python lacks."""
import codecs
import ctypes
import re

# Names that hanfix, other detectors and our sets use, without case and punctuation, and Python's codec.
CODECS = {
    "utf8": "utf-8", "utf8bom": "utf-8-sig", "utf8sig": "utf-8-sig", "ascii": "ascii", "usascii": "ascii",
    "utf16le": "utf-16-le", "utf16be": "utf-16-be", "utf16": "utf-16", "utf32": "utf-32", "utf32le": "utf-32-le", "utf32be": "utf-32-be",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030", "euccn": "gb18030", "xgbk": "gb18030",
    "big5": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "cp950", "windows950": "cp950", "chinesebig5cp950": "cp950", "big5cp950": "cp950",
    "hz": "hz", "hzgb2312": "hz", "shiftjis": "cp932", "sjis": "cp932", "cp932": "cp932", "windows31j": "cp932", "shiftjis2004": "shift_jis_2004",
    "eucjp": "euc_jp", "eucjpms": "euc_jp", "eucjis2004": "euc_jis_2004", "eucjisx0213": "euc_jisx0213", "iso2022jp": "iso2022_jp", "iso2022jp2": "iso2022_jp_2",
    "euckr": "cp949", "cp949": "cp949", "uhc": "cp949", "windows949": "cp949", "johab": "johab", "iso2022kr": "iso2022_kr",
    "macintosh": "mac_roman", "macroman": "mac_roman", "xmaccyrillic": "mac_cyrillic", "maccyrillic": "mac_cyrillic",
    "windows874": "cp874", "tis620": "tis-620", "ibm866": "cp866", "koi8r": "koi8_r", "koi8u": "koi8_u", "binary": None,
}
# What iconv calls what Python does not know.
ICONV = {"euctw": "EUC-TW", "xeuctw": "EUC-TW", "iso2022cn": "ISO-2022-CN", "iso2022cnext": "ISO-2022-CN-EXT", "viscii": "VISCII"}

FAMILIES = {"gb18030": "gb", "gb2312": "gb", "gbk": "gb", "big5hkscs": "big5", "cp950": "big5", "big5": "big5", "utf-8-sig": "utf-8",
            "cp932": "sjis", "shift_jis_2004": "sjis", "shift_jis": "sjis", "euc_jis_2004": "euc_jp", "euc_jisx0213": "euc_jp",
            "ISO-2022-CN-EXT": "ISO-2022-CN", "iso2022_jp_2": "iso2022_jp"}
CHINESE = {"gb", "big5", "hz", "EUC-TW", "ISO-2022-CN"}


def plain(name):
    return re.sub(r"[^a-z0-9]", "", name.lower())


def codec_of(name):
    """Python's codec or iconv's name; None for no encoding, or one that nobody here knows."""
    short = plain(name or "")
    if short in ICONV:
        return ICONV[short]
    if short in CODECS:
        return CODECS[short]
    for guess in (name, short, short.replace("windows", "cp"), short.replace("iso8859", "iso8859-"), short.replace("ibm", "cp")):
        try:
            return codecs.lookup(guess).name if guess else None
        except LookupError:
            continue
    return None


def family_of(codec):
    """Encodings that are one another's supersets, under one name."""
    return FAMILIES.get(codec, codec)


def is_chinese(codec):
    return family_of(codec) in CHINESE


class Iconv:
    """The C library's converter; wide enough for short texts, no more."""

    def __init__(self):
        self.library = ctypes.CDLL(None, use_errno=True)
        self.library.iconv_open.restype = ctypes.c_void_p
        self.library.iconv.restype = ctypes.c_size_t
        self.library.iconv.argtypes = [ctypes.c_void_p] + [ctypes.c_void_p] * 4
        self.library.iconv_close.argtypes = [ctypes.c_void_p]

    def convert(self, data, source, target, replacement=None):
        """`replacement`: what a byte that cannot be read becomes; None raises UnicodeError."""
        handle = self.library.iconv_open(target.encode(), source.encode())
        if handle in (None, ctypes.c_void_p(-1).value):
            raise LookupError(f"iconv has no {source} or {target}")
        try:
            out = b""
            while True:
                room = len(data) * 6 + 64
                source_buffer, buffer = ctypes.create_string_buffer(data, len(data) or 1), ctypes.create_string_buffer(room)
                at, to = ctypes.c_void_p(ctypes.addressof(source_buffer)), ctypes.c_void_p(ctypes.addressof(buffer))
                left, space = ctypes.c_size_t(len(data)), ctypes.c_size_t(room)
                done = self.library.iconv(handle, ctypes.byref(at), ctypes.byref(left), ctypes.byref(to), ctypes.byref(space))
                failed = done == ctypes.c_size_t(-1).value
                if not failed:
                    self.library.iconv(handle, None, None, ctypes.byref(to), ctypes.byref(space))
                out += buffer.raw[: room - space.value]
                if not failed:
                    return out
                if replacement is None:
                    raise UnicodeError(f"{source} to {target}: byte {len(data) - left.value}")
                out += replacement
                data = data[len(data) - left.value + 1 :]
        finally:
            self.library.iconv_close(handle)


ICONV_LIBRARY = Iconv()


def decode(data, name, errors="strict"):
    """Raises UnicodeError, or LookupError for an encoding that is not known."""
    codec = codec_of(name)
    if codec is None:
        raise LookupError(name)
    if codec in ICONV.values():
        bad = "\ufffd".encode() if errors == "replace" else None
        return ICONV_LIBRARY.convert(data, codec, "UTF-8", bad).decode("utf-8")
    return data.decode(codec, errors)


# How the sets write their rows, where the decoder's superset would be the wrong encoder.
ENCODERS = {"GBK": "gbk", "GBK-hant": "gbk", "GB18030-4b": "gb18030", "Big5": "cp950", "Big5-HKSCS": "big5hkscs", "UTF-8-BOM": "utf-8-sig"}
MARKS = {"UTF-16LE-BOM": (b"\xff\xfe", "utf-16-le"), "UTF-16BE-BOM": (b"\xfe\xff", "utf-16-be")}


def encode(text, row):
    """`text` in the encoding of a row of a set; raises UnicodeError."""
    if row in MARKS:
        mark, codec = MARKS[row]
        return mark + text.encode(codec)
    codec = ENCODERS.get(row) or codec_of(row)
    if codec in ICONV.values():
        return ICONV_LIBRARY.convert(text.encode("utf-8"), "UTF-8", codec)
    return text.encode(codec)


def truth_name(row):
    """The name of a row's encoding for decode()."""
    return {"GBK-hant": "gbk", "GB18030-4b": "gb18030", "UTF-16LE-BOM": "utf-16", "UTF-16BE-BOM": "utf-16"}.get(row, row)
