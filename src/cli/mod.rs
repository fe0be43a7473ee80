//! The command line.
//!
//! *Invariants*: exit code 0 = success, 1 = `check` found errors, 2 = invalid input or arguments,
//! 130 = stopped with Ctrl-C; machine-readable results go to standard output, messages for people
//! to standard error; no graph is ever partly written.

mod args;
mod build;
mod check;
mod contract;
mod evaluate;
mod export;
mod export_html;
mod inspect;
mod markets;
mod matching;
mod output;
mod price_scale;
mod progress;
mod reading;
mod recommend;
mod report;
mod serve;
mod simulate;
mod source;
mod sql;
mod summary;

use std::fmt::Display;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// Reason why a command ended early.
#[derive(Debug)]
pub(crate) enum CliError {
    /// Invalid input; the message names the remedy.
    Input(String),
    /// The command succeeded and reported errors in a file.
    Found,
    /// Ctrl-C.
    Interrupted,
}

impl CliError {
    /// The exit code of the process.
    fn exit_code(&self) -> u8 {
        match self {
            Self::Found => 1,
            Self::Input(_) => 2,
            Self::Interrupted => 130,
        }
    }

    /// An error whose message already names the remedy.
    pub(crate) fn input(error: impl Display) -> Self {
        Self::Input(error.to_string())
    }
}

/// Runs the command of this process.
#[must_use]
pub fn run() -> ExitCode {
    let result = match Args::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Sql(args) => sql::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Recommend(args) => recommend::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Contract(_) => contract::run(),
    };
    let Err(error) = result else {
        return ExitCode::SUCCESS;
    };
    match &error {
        CliError::Input(message) => eprintln!("error: {message}"),
        CliError::Found => {}
        CliError::Interrupted => eprintln!("Stopped. Nothing was written."),
    }
    ExitCode::from(error.exit_code())
}
