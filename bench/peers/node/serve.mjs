// opencc-js behind the protocol of bench/convert_serve.hpp. Strings are UTF-16 there: reading and
// writing UTF-8 is not counted.
import {readFileSync} from "node:fs";
import {createInterface} from "node:readline";
import * as OpenCC from "opencc-js";

const ends = {s2t: ["cn", "t"], s2tw: ["cn", "tw"], s2hk: ["cn", "hk"], s2twp: ["cn", "twp"], t2s: ["t", "cn"],
  tw2s: ["tw", "cn"], hk2s: ["hk", "cn"], tw2sp: ["twp", "cn"], t2tw: ["t", "tw"], t2hk: ["t", "hk"],
  tw2t: ["tw", "t"], hk2t: ["hk", "t"], t2jp: ["t", "jp"], jp2t: ["jp", "t"]};
const texts = new Map(), converters = new Map();
for await (const line of createInterface({input: process.stdin})) {
  const [name, path, calls] = line.split("\t");
  if (!texts.has(path)) texts.set(path, readFileSync(path, "utf8"));
  if (!converters.has(name)) converters.set(name, OpenCC.Converter({from: ends[name][0], to: ends[name][1]}));
  let best = Infinity, size = 0;
  for (let i = 0; i < Number(calls); ++i) {
    const start = process.cpuUsage();
    size = converters.get(name)(texts.get(path)).length;
    const used = process.cpuUsage(start);
    best = Math.min(best, (used.user + used.system) / 1e6);
  }
  console.log(`${best} ${size}`);
}
