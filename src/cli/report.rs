//! `tillside report`: prints and draws what the offers earned.

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use jiff::civil::Date;

use super::CliError;
use super::args::ReportArgs;
use super::output::{print, write_whole};
use super::progress::Progress;
use super::source::RowError;
use crate::earnings::{
    Earnings, EventLog, OrderBook, ReportOrders, ReportPeriod, ReportSettings, Sentence, SoldLine,
    Spellings, earnings, page, sentences,
};
use crate::import::{self, Accept, ImportOptions, OrderLine};
use crate::shop_config::read_shop;

/// A longer line is not an event; it is counted and not kept.
const LONGEST_LINE_BYTES: u64 = 1 << 20;

/// Lines between two looks at Ctrl-C.
const WATCH_LINES: u64 = 4096;

pub(super) fn run(args: &ReportArgs) -> Result<(), CliError> {
    let shop = args
        .shop
        .as_deref()
        .map(read_shop)
        .transpose()
        .map_err(CliError::input)?;
    if args
        .since
        .zip(args.until)
        .is_some_and(|(since, until)| since > until)
    {
        return Err(CliError::Input(
            "--since is after --until. Exchange the two dates.".to_owned(),
        ));
    }
    let of_shop = shop.as_ref().and_then(|shop| shop.currency.clone());
    let settings = ReportSettings {
        currency: args.currency.clone().or(of_shop),
        period: ReportPeriod {
            since: args.since.and_then(begin),
            until: args
                .until
                .and_then(|day| day.tomorrow().ok())
                .and_then(begin),
        },
        control_percent: shop.map(|shop| shop.policy.control_group_percent),
    };
    let mut progress = Progress::new(args.quiet);
    let result = read(args, &settings, &mut progress);
    progress.finish();
    let found = result?;
    if let Some(path) = &args.out {
        write_whole(path, page(&found).as_bytes())?;
    }
    print(|out| {
        if args.json {
            serde_json::to_writer_pretty(&mut *out, &found)?;
            writeln!(out)
        } else {
            write!(out, "{}", EarningsText(&found))
        }
    })
}

/// Midnight of a day, in seconds since 1970 by the shop's clock.
fn begin(day: Date) -> Option<i64> {
    let zoned = day.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
}

fn read(
    args: &ReportArgs,
    settings: &ReportSettings,
    progress: &mut Progress,
) -> Result<Earnings, CliError> {
    let orders = read_orders(args, settings, progress)?;
    let log = if args.events.is_empty() {
        None
    } else {
        Some(read_events(args, settings, &orders, progress)?)
    };
    progress.step("Comparing");
    earnings(&orders, log, settings).map_err(CliError::input)
}

fn read_orders(
    args: &ReportArgs,
    settings: &ReportSettings,
    progress: &mut Progress,
) -> Result<ReportOrders, CliError> {
    let currency = settings.currency.as_ref();
    let mut options = ImportOptions {
        currency: currency.map(|currency| currency.code().to_owned()),
        ..args.reading.options()
    };
    // An order of one product is a sale like any other.
    options.accepted.push(Accept::SingleProducts);
    let mut book = OrderBook::new(Spellings::new(args.groups.clone()));
    for path in &args.orders {
        book.begin_file();
        import::read_orders(path, &options, progress, |line| {
            book.push(&sold(&line));
            Ok::<(), RowError>(())
        })?;
    }
    book.settle(settings).map_err(CliError::input)
}

fn sold<'a>(line: &OrderLine<'a>) -> SoldLine<'a> {
    SoldLine {
        order: line.order,
        sku: line.sku,
        price_micros: line.price_micros,
        quantity: line.quantity,
        time: line.time,
        customer: line.customer,
        currency: line.currency,
        is_cancelled: line.is_cancelled,
        group: line.group,
    }
}

fn read_events(
    args: &ReportArgs,
    settings: &ReportSettings,
    orders: &ReportOrders,
    progress: &mut Progress,
) -> Result<EventLog, CliError> {
    let ReportPeriod { since, until } = settings.period;
    let mut log = EventLog::new(Spellings::new(args.groups.clone()), since, until);
    log.set_currency(orders.currency.code());
    progress.step("Reading the event log");
    for path in &args.events {
        let failed =
            |error: std::io::Error| CliError::input(format!("{}: {error}.", path.display()));
        let mut lines = opened(path).map_err(failed)?;
        let (mut line, mut number) = (Vec::new(), 0_u64);
        while read_line(&mut lines, &mut line).map_err(failed)? {
            log.push(&String::from_utf8_lossy(&line));
            number = number.saturating_add(1);
            if number.checked_rem(WATCH_LINES) == Some(0) {
                progress.check().map_err(|_| CliError::Interrupted)?;
            }
        }
    }
    Ok(log)
}

/// The bytes of a log, unpacked if they are gzip.
fn opened(path: &Path) -> std::io::Result<Box<dyn BufRead>> {
    let mut file = BufReader::new(File::open(path)?);
    if file.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        Ok(Box::new(BufReader::new(MultiGzDecoder::new(file))))
    } else {
        Ok(Box::new(file))
    }
}

/// Reads a line into `line`, a long one in pieces; `false` at the end of the file.
fn read_line(from: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<bool> {
    line.clear();
    let mut limited = Read::take(&mut *from, LONGEST_LINE_BYTES);
    Ok(limited.read_until(b'\n', line)? > 0)
}

/// The report for a terminal.
struct EarningsText<'a>(&'a Earnings);

impl fmt::Display for EarningsText<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut is_after_answer = false;
        for sentence in sentences(self.0) {
            match sentence {
                Sentence::Answer(text) => {
                    if is_after_answer {
                        writeln!(out)?;
                    }
                    writeln!(out, "{text}")?;
                    is_after_answer = true;
                }
                Sentence::Detail(text) => writeln!(out, "{text}")?,
                Sentence::Warning(text) => writeln!(out, "\nwarning: {text}")?,
                Sentence::Note(text) => writeln!(out, "note: {text}")?,
            }
        }
        let rows = self.0.table();
        if !rows.is_empty() {
            writeln!(out)?;
        }
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        for row in &rows {
            for (column, cell) in row.iter().enumerate() {
                let width = width(column);
                if column == 0 {
                    write!(out, "{cell:<width$}")?;
                } else {
                    write!(out, "  {cell:>width$}")?;
                }
            }
            writeln!(out)?;
        }
        for sentence in &self.0.unknown {
            writeln!(out, "\nunknown: {sentence}")?;
        }
        Ok(())
    }
}
