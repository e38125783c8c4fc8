//! Markdown as a person reads it aloud: words without their markup.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::normal::{Normalized, Rewriter};

/// What becomes of blocks of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CodeBlocks {
    /// They are left out, as someone reading aloud would.
    #[default]
    Skip,
    /// Their lines are read one by one.
    Read,
}

/// The words of a Markdown text, with the way back to its bytes.
///
/// Headings, items of lists and rows of tables end as sentences do: a full stop
/// is added where there is none, a blank line stands between blocks, and a line
/// separator (U+2028, which ends a sentence too) after an item or a row. Links read as their text, images as their
/// description, code spans as what is in them; markup, HTML, footnote marks
/// and front matter are left out. Numbers of ordered lists are kept.
pub fn plain(text: &str, code: CodeBlocks) -> Normalized<'_> {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut writer = Writer {
        source: text,
        rewriter: Rewriter::new(text),
        gap: Gap::default(),
        last: None,
        code,
        skipped: 0,
        in_code: false,
        ordered: Vec::new(),
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        writer.event(&event, range);
    }
    writer.finish()
}

/// What goes between two stretches of text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Break {
    #[default]
    None,
    Space,
    Cell,
    Line,
    Paragraph,
}

#[derive(Debug, Clone, Copy, Default)]
struct Gap {
    size: Break,
    /// Whether the text before must end as a sentence does.
    stop: bool,
}

struct Writer<'t> {
    source: &'t str,
    rewriter: Rewriter<'t>,
    gap: Gap,
    /// The last character written.
    last: Option<char>,
    code: CodeBlocks,
    /// How many elements that aren't read are open.
    skipped: usize,
    in_code: bool,
    /// For each open list whether it is numbered.
    ordered: Vec<bool>,
}

impl<'t> Writer<'t> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) if self.in_code => self.code_lines(text, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(text) => self.code_span(text, range),
            Event::SoftBreak | Event::HardBreak => self.part(Break::Space, false),
            Event::Rule => self.part(Break::Paragraph, true),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::MetadataBlock(_) | Tag::HtmlBlock => self.skipped += 1,
            Tag::CodeBlock(_) => {
                self.part(Break::Paragraph, true);
                self.in_code = true;
            }
            Tag::List(first) => {
                // A list inside an item goes on after the item's own text.
                self.part(Break::Line, true);
                self.ordered.push(first.is_some());
            }
            Tag::Item if self.ordered.last() == Some(&true) => self.number(range.start),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::MetadataBlock(_) | TagEnd::HtmlBlock => self.skipped -= 1,
            TagEnd::CodeBlock => {
                self.in_code = false;
                self.part(Break::Paragraph, true);
            }
            TagEnd::Heading(_) => self.part(Break::Paragraph, true),
            TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => {
                self.part(Break::Paragraph, false);
            }
            TagEnd::List(_) => {
                self.ordered.pop();
                self.part(Break::Paragraph, true);
            }
            TagEnd::Table => self.part(Break::Paragraph, true),
            TagEnd::Item | TagEnd::TableHead | TagEnd::TableRow => self.part(Break::Line, true),
            TagEnd::TableCell => self.part(Break::Cell, false),
            _ => {}
        }
    }

    fn part(&mut self, size: Break, stop: bool) {
        self.gap.size = self.gap.size.max(size);
        self.gap.stop |= stop;
    }

    /// The number of an item, `1.`, as it is written.
    fn number(&mut self, start: usize) {
        let item = &self.source[start..];
        let digits = item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits > 0 && item[digits..].starts_with(['.', ')']) {
            self.copy(start..start + digits);
            self.write(start + digits..start + digits + 1, ".");
            self.part(Break::Space, false);
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.skipped == 0 && !text.is_empty() {
            self.write(range, text);
        }
    }

    /// Code between backticks, which its range includes.
    fn code_span(&mut self, text: &str, range: Range<usize>) {
        match self.source[range.clone()].find(text) {
            Some(at) => self.text(text, range.start + at..range.start + at + text.len()),
            None => self.text(text, range),
        }
    }

    fn code_lines(&mut self, text: &str, range: Range<usize>) {
        if self.code == CodeBlocks::Skip || self.skipped > 0 {
            return;
        }
        if self.source[range.clone()] != *text {
            return self.write(range, text);
        }
        let mut at = range.start;
        for line in text.split_inclusive('\n') {
            let words = line.trim();
            if !words.is_empty() {
                let start = at + line.len() - line.trim_start().len();
                self.copy(start..start + words.len());
                self.part(Break::Line, true);
            }
            at += line.len();
        }
    }

    fn copy(&mut self, range: Range<usize>) {
        self.write(range.clone(), &self.source[range]);
    }

    /// `text` in the place of the source's `range`, after what must part it
    /// from the text before.
    fn write(&mut self, range: Range<usize>, text: &str) {
        let done = self.rewriter.done();
        let start = range.start.max(done);
        let between = self.between();
        self.rewriter.remove_up_to(start, &between);
        self.rewriter.write(start..range.end.max(start), text);
        self.last = text.chars().next_back();
        self.gap = Gap::default();
    }

    fn between(&self) -> String {
        let Some(last) = self.last else {
            return String::new();
        };
        let stop = if self.gap.stop && !is_end(last) {
            "."
        } else {
            ""
        };
        let space = match self.gap.size {
            Break::None => "",
            Break::Space => " ",
            Break::Cell => ", ",
            Break::Line => "\u{2028}",
            Break::Paragraph => "\n\n",
        };
        format!("{stop}{space}")
    }

    fn finish(mut self) -> Normalized<'t> {
        self.gap.size = Break::None;
        let end = self.between();
        self.rewriter.remove_up_to(self.source.len(), &end);
        self.rewriter.finish()
    }
}

/// Marks after which no full stop is needed.
fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | ':' | '。' | '！' | '？')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentence::sentences;
    use proptest::prelude::*;

    fn read(text: &str) -> String {
        plain(text, CodeBlocks::Skip).text().to_owned()
    }

    #[test]
    fn words_without_markup() {
        for (text, wanted) in [
            ("# A *title*\n\nText.", "A title.\n\nText."),
            ("plain text", "plain text"),
            ("**bold** and `code`", "bold and code"),
            ("see [the page](http://x.org/y) now", "see the page now"),
            ("![a red fox](fox.png)", "a red fox"),
            ("wrapped\nline", "wrapped line"),
            ("- one\n- two\n\nEnd", "one.\u{2028}two.\n\nEnd"),
            ("1. one\n2. two", "1. one.\u{2028}2. two."),
            ("We need:\n\n* milk", "We need:\n\nmilk."),
            ("> quoted\n\nnot", "quoted\n\nnot"),
            ("a<br>b <b>c</b>", "ab c"),
            ("<div>\nx\n</div>\n\ny", "y"),
            ("Fish &amp; chips", "Fish & chips"),
            ("a\\*b", "a*b"),
            ("note[^1]\n\n[^1]: the note", "note\n\nthe note"),
            ("---\ntitle: x\n---\n\nText", "Text"),
            ("~~old~~ new", "old new"),
            ("- [x] done", "done."),
        ] {
            assert_eq!(read(text), wanted, "{text:?}");
        }
    }

    #[test]
    fn tables_are_read_by_rows() {
        let table = "| name | age |\n|---|---|\n| Ann | 5 |\n| Bob | 6 |\n\nEnd";
        assert_eq!(
            read(table),
            "name, age.\u{2028}Ann, 5.\u{2028}Bob, 6.\n\nEnd"
        );
    }

    #[test]
    fn code_blocks_are_skipped_or_read_by_lines() {
        let text = "Run:\n\n```sh\nls -l\n\ncd x\n```\n\nDone";
        assert_eq!(read(text), "Run:\n\nDone");
        assert_eq!(
            plain(text, CodeBlocks::Read).text(),
            "Run:\n\nls -l.\u{2028}cd x.\n\nDone"
        );
    }

    #[test]
    fn words_lead_back_to_their_source() {
        let source = "# A *title*\n\n- one `two`\n- [three](x) &amp;";
        let made = plain(source, CodeBlocks::Skip);
        for word in ["title", "one", "two", "three"] {
            let at = made.text().find(word).unwrap();
            assert_eq!(&source[made.source_range(at..at + word.len())], word);
        }
        let at = made.text().find('&').unwrap();
        assert_eq!(&source[made.source_range(at..at + 1)], "&amp;");
    }

    #[test]
    fn items_and_headings_are_sentences() {
        let made = plain("# Title\n- one\n- two", CodeBlocks::Skip);
        let made: Vec<_> = sentences(made.text(), crate::Language::EnUs)
            .map(|s| s.text)
            .collect();
        assert_eq!(made, ["Title.", "one.", "two."]);
    }

    #[test]
    fn hostile_lines_end() {
        let units = [
            "[", "](", "[a](", "*a", "**", "_", "`", "``` ", "> ", "- ", "|a", "<", "<a ", "&",
            "\\", "![", "1. ", "#", "\n", "[^1]", "~~a", " a\n\n",
        ];
        for unit in units {
            let text = unit.repeat((1 << 20) / unit.len());
            let made = plain(&text, CodeBlocks::Read);
            assert!(made.text().len() <= 2 * text.len(), "{unit:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,200}|[-#*`\\[\\]()>|\\\\ \n\ta-c0-9.!<&;_~^:]{0,200}") {
            for code in [CodeBlocks::Skip, CodeBlocks::Read] {
                let made = plain(&text, code);
                let mut last = 0;
                for at in 0..=made.text().len() {
                    let range = made.source_range(at..at);
                    prop_assert!(last <= range.start && range.end <= text.len());
                    last = range.start;
                }
            }
        }
    }
}
