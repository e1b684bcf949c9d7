//! zhconv and opencc-fmmseg behind the protocol of bench/convert_serve.hpp.
use std::collections::HashMap;
use std::io::BufRead;

#[repr(C)]
struct Time {
    seconds: i64,
    nanoseconds: i64,
}
extern "C" {
    fn clock_gettime(clock: i32, time: *mut Time) -> i32;
}
const THREAD_CPU_TIME: i32 = 3;

fn now() -> f64 {
    let mut time = Time { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(THREAD_CPU_TIME, &mut time) };
    time.seconds as f64 + time.nanoseconds as f64 * 1e-9
}

fn zhconv(name: &str, text: &str) -> String {
    let target = match name {
        "s2t" => zhconv::Variant::ZhHant,
        "t2s" => zhconv::Variant::ZhHans,
        "s2twp" => zhconv::Variant::ZhTW,
        "s2hkp" => zhconv::Variant::ZhHK,
        "tw2sp" => zhconv::Variant::ZhCN,
        _ => panic!("zhconv has nothing like {name}"),
    };
    zhconv::get_builtin_converter(target).convert(text)
}

fn main() {
    let peer = std::env::args().nth(1).expect("zhconv or fmmseg");
    let mut fmmseg = opencc_fmmseg::OpenCC::new();
    fmmseg.set_parallel(false);
    let mut texts: HashMap<String, String> = HashMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let fields: Vec<&str> = line.split('\t').collect();
        let text = texts
            .entry(fields[1].to_string())
            .or_insert_with(|| std::fs::read_to_string(fields[1]).unwrap());
        let (mut best, mut size) = (f64::MAX, 0);
        for _ in 0..fields[2].parse::<usize>().unwrap() {
            let start = now();
            let out = match peer.as_str() {
                "zhconv" => zhconv(fields[0], text),
                _ => fmmseg.convert(text, fields[0], false),
            };
            best = best.min(now() - start);
            size = out.len();
        }
        println!("{best} {size}");
    }
}
