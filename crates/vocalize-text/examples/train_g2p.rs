use std::time::Instant;
use misaki_rs::lexicon::PhonemeEntry;
use vocalize_text::oov::{Guesser, train::{Entry, Settings, is_held_out, train}};
use std::collections::HashMap;

fn default_of(e: &PhonemeEntry) -> Option<String> {
    let s = match e { PhonemeEntry::Simple(s) => Some(s.clone()), PhonemeEntry::Tagged(m) => m.get("DEFAULT").cloned().flatten() };
    s.map(|s| s.replace('ɾ', "T").replace('ʔ', "t"))
}
fn sorted(m: HashMap<String, PhonemeEntry>) -> Vec<(String, String)> {
    let mut v: Vec<_> = m.iter().filter_map(|(w, e)| Some((w.clone(), default_of(e)?))).collect();
    v.sort(); v
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let gb = args[1] == "gb";
    let order: usize = args[2].parse().unwrap();
    let prune: f32 = args[3].parse().unwrap();
    let (gw, sw): (f32, f32) = (args[4].parse().unwrap(), args[5].parse().unwrap());
    let (gold, silver) = if gb { (misaki_rs::data::load_gb_gold(), misaki_rs::data::load_gb_silver()) } else { (misaki_rs::data::load_us_gold(), misaki_rs::data::load_us_silver()) };
    let (gold, silver) = (sorted(gold), sorted(silver));
    let t = Instant::now();
    let mut entries = Vec::new();
    for (v, w) in [(&gold, gw), (&silver, sw)] { if w > 0.0 { for (word, p) in v { if !is_held_out(word) { entries.push(Entry { word: word.clone(), phonemes: p.clone(), weight: w }); } } } }
    let bytes = train(&entries, Settings { order, prune, epochs: std::env::var("EP").map_or(4, |v| v.parse().unwrap()) });
    let trained = t.elapsed().as_secs_f32();
    let guesser = Guesser::from_bytes(&bytes).unwrap();
    let held: Vec<&(String, String)> = gold.iter().filter(|(w, p)| is_held_out(w) && w.len() > 1 && !p.is_empty() && w.chars().all(|c| c.is_ascii_alphabetic() || c == '\'') && w.chars().filter(char::is_ascii_uppercase).count() <= 1).collect();
    let t = Instant::now();
    let guesses: Vec<String> = held.iter().map(|(w, _)| guesser.guess(w)).collect();
    let us = t.elapsed().as_secs_f64() * 1e6 / held.len() as f64;
    let mut r = [[0usize; 3]; 2];
    let show: usize = args.get(6).map_or(0, |a| a.parse().unwrap());
    let mut shown = 0;
    for ((w, p), g) in held.iter().zip(&guesses) {
        for (k, strip) in [(0, false), (1, true)] {
            let f = |s: &str| -> Vec<char> { s.chars().filter(|c| !strip || !"ˈˌ".contains(*c)).collect() };
            let (a, b) = (f(p), f(g));
            let d = strsim::generic_levenshtein(&a, &b);
            r[k][0] += d; r[k][1] += a.len(); r[k][2] += usize::from(d > 0);
            if k == 0 && d > 0 && shown < show && w.len() % 7 == shown % 7 { shown += 1; println!("{w} {p} {g}"); }
        }
    }
    println!("{} entries {} held {} bytes {} train {trained:.1}s {us:.0}us/word", args[1..].join(" "), entries.len(), held.len(), bytes.len());
    for (k, n) in ["stress", "plain"].iter().enumerate() { println!("  {n}: PER {:.2}% WER {:.2}%", 100.0 * r[k][0] as f64 / r[k][1] as f64, 100.0 * r[k][2] as f64 / held.len() as f64); }
}
