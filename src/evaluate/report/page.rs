//! The style of the report, and the pieces that only this report has.

use crate::html_page::{HtmlPage, escaped};

pub(super) const STYLE: &str = "
:root{color-scheme:light dark}
body{font:17px/1.55 system-ui,sans-serif;max-width:52rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:.5em 0}h2{margin-top:2.5em}
figure{margin:1.5rem 0;break-inside:avoid}figcaption{margin-bottom:.5rem}svg{display:block;max-width:100%;height:auto}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
th,td{text-align:start;padding:.3rem .8rem .3rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);vertical-align:top}
td+td,th+th{text-align:end}details{margin:.5rem 0}summary{cursor:pointer}.quiet{opacity:.75;font-size:.9rem}
@media print{details{display:none}body{max-width:none}}";

impl HtmlPage {
    /// A chart with a sentence above and its data below; omitted if there is no chart.
    pub(super) fn chart_with_data(
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
        self.details("Data", |page| page.text_table(columns, rows));
    }

    /// A table of texts; the first column names the rows.
    pub(super) fn text_table(&mut self, columns: &[&str], rows: &[Vec<String>]) {
        self.push(format_args!("<div class=\"wide\">"));
        let cell = |_: &str, text: &String| format!("<td>{}</td>", escaped(text));
        self.table(columns, rows, |name| name.as_str(), cell);
        self.push(format_args!("</div>\n"));
    }
}
