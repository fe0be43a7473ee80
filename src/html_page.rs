//! A page of HTML that is written section by section, for the reports.
//!
//! *Invariants*: every text is escaped here, except the arguments of [`HtmlPage::push`], whose callers
//! escape texts themselves. Each report adds its own pieces and has its own style.

use std::fmt::{Arguments, Write};

pub(crate) use html_escape::encode_quoted_attribute as escaped;

/// A page that is not finished yet.
pub(crate) struct HtmlPage {
    html: String,
}

impl HtmlPage {
    /// Begins a page; `title` is its first heading, too.
    pub(crate) fn new(title: &str, style: &str) -> Self {
        let title = escaped(title);
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{style}</style>\n</head>\n\
             <body>\n<main>\n<h1>{title}</h1>\n"
        );
        Self { html }
    }

    /// A heading.
    pub(crate) fn section(&mut self, title: &str) {
        self.push(format_args!("<h2>{}</h2>\n", escaped(title)));
    }

    /// A paragraph.
    pub(crate) fn text(&mut self, text: &str) {
        self.push(format_args!("<p>{}</p>\n", escaped(text)));
    }

    /// A paragraph with a class of the style.
    pub(crate) fn styled_text(&mut self, class: &str, text: &str) {
        self.push(format_args!("<p class=\"{class}\">{}</p>\n", escaped(text)));
    }

    /// A part that is closed at first.
    pub(crate) fn details(&mut self, summary: &str, content: impl FnOnce(&mut Self)) {
        let summary = escaped(summary);
        self.push(format_args!("<details><summary>{summary}</summary>\n"));
        content(self);
        self.push(format_args!("</details>\n"));
    }

    /// A table. The first cell of a row is its name; `cell` writes the others with the name of their
    /// column.
    pub(crate) fn table<'c, C: 'c>(
        &mut self,
        columns: &[&str],
        rows: &'c [Vec<C>],
        name: impl Fn(&'c C) -> &'c str,
        cell: impl Fn(&str, &C) -> String,
    ) {
        self.push(format_args!("<table>\n<thead><tr>"));
        for column in columns {
            self.push(format_args!("<th scope=\"col\">{}</th>", escaped(column)));
        }
        self.push(format_args!("</tr></thead>\n<tbody>\n"));
        for row in rows {
            self.push(format_args!("<tr>"));
            for (place, content) in row.iter().enumerate() {
                if place == 0 {
                    let name = escaped(name(content));
                    self.push(format_args!("<th scope=\"row\">{name}</th>"));
                } else {
                    let column = columns.get(place).copied().unwrap_or_default();
                    self.html.push_str(&cell(column, content));
                }
            }
            self.push(format_args!("</tr>\n"));
        }
        self.push(format_args!("</tbody>\n</table>"));
    }

    /// Writes HTML.
    pub(crate) fn push(&mut self, html: Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.html.write_fmt(html);
    }

    /// The whole page.
    pub(crate) fn finish(mut self) -> String {
        self.push(format_args!("</main>\n</body>\n</html>\n"));
        self.html
    }
}
