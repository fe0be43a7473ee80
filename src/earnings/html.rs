//! The style of the report, and the pieces that only this report has.

use crate::html_page::{HtmlPage, escaped};

const STYLE: &str = "
:root{color-scheme:light dark;--ink:#1b1f1e;--muted:#5a6361;--paper:#fff;--card:#f3f6f5;--line:#d5dcda;--good:#2b7a68;--warn:#a4480b}
@media(prefers-color-scheme:dark){:root{--ink:#e8ecea;--muted:#a5b0ad;--paper:#151918;--card:#1f2524;--line:#38413f;--good:#57b79f;--warn:#ef9a5c}}
*{box-sizing:border-box}
body{font:17px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0}
main{max-width:54rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.05rem;font-weight:600;color:var(--muted);margin:0}
h2{font-size:1.3rem;margin:2.6rem 0 .6rem;line-height:1.25}
p{margin:.6rem 0;max-width:44rem}
.answer{font-size:clamp(1.5rem,5vw,2.1rem);line-height:1.2;font-weight:700;margin:.5rem 0 1rem;text-wrap:balance}
.quiet{color:var(--muted);font-size:.92rem}
.card{background:var(--card);border-radius:.6rem;padding:1rem 1.2rem;margin:1.2rem 0}
.warnings{border-inline-start:.3rem solid var(--warn)}
.card h2{font-size:1.05rem;margin:0 0 .4rem}
ul{margin:.4rem 0;padding-inline-start:1.2rem}li{margin:.35rem 0;overflow-wrap:anywhere}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.8rem;margin:1.4rem 0}
.facts div{background:var(--card);border-radius:.6rem;padding:.7rem 1rem}
.facts dt{color:var(--muted);font-size:.88rem}.facts dd{margin:0;font-size:1.25rem;font-weight:600;font-variant-numeric:tabular-nums}
figure{margin:1.2rem 0;break-inside:avoid}figcaption{margin-bottom:.6rem}
svg{display:block;width:100%;height:auto}.narrow{display:none}
table{border-collapse:collapse;width:100%;font-size:.92rem;font-variant-numeric:tabular-nums;margin:1rem 0}
th,td{text-align:start;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--muted);font-weight:600;font-size:.85rem;vertical-align:bottom}
td,thead th+th{text-align:end}td:last-child,th:last-child{padding-inline-end:0}
tbody th{font-weight:600;overflow-wrap:anywhere}
td small{display:block;color:var(--muted);font-size:.82rem}
details{margin:1rem 0}summary{cursor:pointer;padding:.3rem 0}
@media(max-width:40rem){
.wide{display:none}.narrow{display:block}
thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
tbody tr{display:block;padding:.7rem 0;border-bottom:1px solid var(--line)}
tbody th,td{display:flex;justify-content:space-between;gap:1rem;border:0;padding:.15rem 0;text-align:end}
tbody th{text-align:start;font-size:1rem}
td::before{content:attr(data-label);color:var(--muted);text-align:start}td small{display:inline}
td>span{display:flex;flex-direction:column}}
@media print{:root{--ink:#000;--muted:#444;--paper:#fff;--card:#f3f3f3;--line:#bbb}main{max-width:none;padding:0}h2{break-after:avoid}tr{break-inside:avoid}
.card,.facts div{border:1px solid #bbb}}";

/// Begins the report; `lead` is the line below its title.
pub(super) fn page(title: &str, lead: &str) -> HtmlPage {
    let mut page = HtmlPage::new(title, STYLE);
    page.styled_text("quiet", lead);
    page
}

impl HtmlPage {
    /// A card with a heading and a list of sentences; nothing if there are none.
    pub(super) fn card(&mut self, class: &str, title: &str, sentences: &[String]) {
        if sentences.is_empty() {
            return;
        }
        self.push(format_args!(
            "<section class=\"card {class}\"><h2>{}</h2>\n<ul>\n",
            escaped(title)
        ));
        for sentence in sentences {
            self.push(format_args!("<li>{}</li>\n", escaped(sentence)));
        }
        self.push(format_args!("</ul></section>\n"));
    }

    /// A row of facts: name and number.
    pub(super) fn facts(&mut self, facts: &[(&str, String)]) {
        self.push(format_args!("<dl class=\"facts\">\n"));
        for (name, number) in facts {
            self.push(format_args!(
                "<div><dt>{}</dt><dd>{}</dd></div>\n",
                escaped(name),
                escaped(number)
            ));
        }
        self.push(format_args!("</dl>\n"));
    }

    /// A chart in a wide and a narrow drawing; nothing if there is no chart.
    pub(super) fn figure(&mut self, caption: &str, wide: &str, narrow: &str) {
        if wide.is_empty() || narrow.is_empty() {
            return;
        }
        self.push(format_args!(
            "<figure>\n<figcaption>{}</figcaption>\n<div class=\"wide\">{wide}</div>\n<div class=\"narrow\">{narrow}</div>\n</figure>\n",
            escaped(caption)
        ));
    }

    /// A table; the first column names the rows. A cell may have a second, smaller line.
    pub(super) fn two_line_table(&mut self, columns: &[&str], rows: &[Vec<Cell>]) {
        let cell = |column: &str, cell: &Cell| {
            let (label, first) = (escaped(column), escaped(&cell.first));
            let second = cell.second.as_deref().map_or(String::new(), |second| {
                format!("<small>{}</small>", escaped(second))
            });
            format!("<td data-label=\"{label}\"><span>{first}{second}</span></td>")
        };
        self.table(columns, rows, |cell| &cell.first, cell);
        self.push(format_args!("\n"));
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    first: String,
    second: Option<String>,
}

impl Cell {
    pub(super) fn of(first: impl Into<String>) -> Self {
        Self {
            first: first.into(),
            second: None,
        }
    }

    pub(super) fn with(first: impl Into<String>, second: impl Into<String>) -> Self {
        Self {
            first: first.into(),
            second: Some(second.into()),
        }
    }
}
