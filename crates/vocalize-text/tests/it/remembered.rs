//! The cache of sentences: limit, order, damage, several writers.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;
use vocalize_text::english::Word;
use vocalize_text::remembered::{Remembered, RememberedError, Stats};

const LIMIT: u64 = 1 << 20;

fn words(phonemes: &str) -> Vec<Word> {
    vec![Word {
        range: 0..1,
        phonemes: phonemes.to_owned(),
        whitespace: String::new(),
        known: true,
    }]
}

fn files(folder: &TempDir) -> Vec<PathBuf> {
    let folders = fs::read_dir(folder.path()).expect("a folder");
    let files =
        folders.flat_map(|entry| fs::read_dir(entry.expect("an entry").path()).expect("a folder"));
    files.map(|entry| entry.expect("an entry").path()).collect()
}

#[test]
fn a_sentence_is_remembered_by_the_next_process_under_the_same_stamp() {
    let folder = TempDir::new().expect("a folder");
    let first = Remembered::open(folder.path(), LIMIT, "en-us 1");
    assert_eq!(first.get("Hi.").expect("nothing yet"), None);
    first.insert("Hi.", &words("hˈI")).expect("written");
    let second = Remembered::open(folder.path(), LIMIT, "en-us 1");
    assert_eq!(second.get("Hi.").expect("sound"), Some(words("hˈI")));
    let other = Remembered::open(folder.path(), LIMIT, "en-gb 1");
    assert_eq!(other.get("Hi.").expect("sound"), None);
}

#[test]
fn damage_is_told_once_and_then_forgotten() {
    let folder = TempDir::new().expect("a folder");
    let cache = Remembered::open(folder.path(), LIMIT, "");
    for cut in [0, 3, 9, 20] {
        cache.insert("Hi.", &words("hˈI")).expect("written");
        let [path] = &files(&folder)[..] else {
            panic!("one file");
        };
        let bytes = fs::read(path).expect("read");
        fs::write(path, &bytes[..cut]).expect("written");
        assert!(matches!(
            cache.get("Hi."),
            Err(RememberedError::Damaged { .. })
        ));
        assert_eq!(cache.get("Hi.").expect("gone"), None);
    }
}

#[test]
fn the_limit_holds_and_the_least_recently_used_goes_first() {
    let folder = TempDir::new().expect("a folder");
    // Room for two sentences in each of the 256 folders.
    let cache = Remembered::open(folder.path(), 2 * LIMIT, "");
    cache.insert("0", &words("x")).expect("written");
    let kept = files(&folder).remove(0);
    let mut times = Vec::new();
    for at in 1..3000 {
        cache.insert(&at.to_string(), &words("x")).expect("written");
        // Asked for last, whatever the clock's steps.
        let file = fs::File::options()
            .append(true)
            .open(&kept)
            .expect("still there");
        let later = SystemTime::now() + Duration::from_secs(at);
        file.set_modified(later).expect("marked");
        times.push(later);
    }
    assert!(cache.get("0").expect("sound").is_some());
    let stats = cache.stats().expect("readable");
    assert_eq!(
        stats,
        Stats {
            sentences: 512,
            bytes: 2 * LIMIT
        }
    );
    cache.clear().expect("cleared");
    assert_eq!(cache.stats().expect("readable"), Stats::default());
}

#[test]
fn many_writers_at_once_never_show_half_a_sentence() {
    let folder = TempDir::new().expect("a folder");
    let long: Vec<String> = (0..4)
        .map(|writer| writer.to_string().repeat(3000))
        .collect();
    std::thread::scope(|scope| {
        for phonemes in &long {
            let (folder, long) = (&folder, &long);
            scope.spawn(move || {
                let cache = Remembered::open(folder.path(), LIMIT, "");
                for _ in 0..200 {
                    cache.insert("Hi.", &words(phonemes)).expect("written");
                    if let Some(found) = cache.get("Hi.").expect("sound") {
                        assert!(long.contains(&found[0].phonemes));
                    }
                }
            });
        }
    });
}
