//! The pieces of the report's HTML.

use std::fmt::Write;

use html_escape::encode_quoted_attribute as escaped;

/// A page that is built section by section.
pub(super) struct HtmlPage {
    html: String,
}

const STYLE: &str = "
:root{color-scheme:light dark}
body{font:17px/1.55 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:.5em 0}h2{margin-top:2.5em}
figure{margin:1.5rem 0;break-inside:avoid}figcaption{margin-bottom:.5rem}svg{display:block;max-width:100%;height:auto}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{text-align:start;padding:.3rem .8rem .3rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);vertical-align:top}
td+td,th+th{text-align:end}details{margin:.5rem 0}summary{cursor:pointer}.quiet{opacity:.75;font-size:.9rem}
@media print{details{display:none}body{max-width:none}}";

impl HtmlPage {
    pub(super) fn new(title: &str) -> Self {
        let title = escaped(title);
        let html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        );
        Self { html }
    }

    /// A heading.
    pub(super) fn section(&mut self, title: &str) {
        self.push(format_args!("<h2>{}</h2>\n", escaped(title)));
    }

    /// A paragraph.
    pub(super) fn text(&mut self, text: &str) {
        self.push(format_args!("<p>{}</p>\n", escaped(text)));
    }

    /// A chart with a sentence above and its data below; omitted if there is no chart.
    pub(super) fn figure(
        &mut self,
        caption: &str,
        svg: &str,
        columns: &[&str],
        rows: &[Vec<String>],
    ) {
        if svg.is_empty() {
            return;
        }
        self.push(format_args!(
            "<figure>\n<figcaption>{}</figcaption>\n{svg}\n</figure>\n",
            escaped(caption)
        ));
        self.push(format_args!("<details><summary>Data</summary>\n"));
        self.table(columns, rows);
        self.push(format_args!("</details>\n"));
    }

    /// A table; the first column names the rows.
    pub(super) fn table(&mut self, columns: &[&str], rows: &[Vec<String>]) {
        self.push(format_args!("<div class=\"wide\"><table>\n<thead><tr>"));
        for column in columns {
            self.push(format_args!("<th scope=\"col\">{}</th>", escaped(column)));
        }
        self.push(format_args!("</tr></thead>\n<tbody>\n"));
        for row in rows {
            self.push(format_args!("<tr>"));
            for (place, cell) in row.iter().enumerate() {
                let cell = escaped(cell);
                if place == 0 {
                    self.push(format_args!("<th scope=\"row\">{cell}</th>"));
                } else {
                    self.push(format_args!("<td>{cell}</td>"));
                }
            }
            self.push(format_args!("</tr>\n"));
        }
        self.push(format_args!("</tbody>\n</table></div>\n"));
    }

    pub(super) fn finish(mut self) -> String {
        self.push(format_args!("</main>\n</body>\n</html>\n"));
        self.html
    }

    fn push(&mut self, html: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.html.write_fmt(html);
    }
}
