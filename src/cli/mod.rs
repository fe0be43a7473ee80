//! The command line: arguments in, a graph or a running demo out.
//!
//! *Invariants*: exit code 0 = done, 1 = done and the answer is that something is wrong, 2 = something in the input or the call
//! has to be mended, 130 = stopped with Ctrl-C; what a program may read goes to standard output, everything for people to
//! standard error; nothing is left half-written.

mod args;
mod build;
mod check;
mod evaluate;
mod export;
mod inspect;
mod output;
mod progress;
mod recommend;
mod serve;
mod simulate;
mod source;
mod summary;

use std::fmt::Display;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum CliError {
    /// Something to mend, in words.
    Input(String),
    /// The work was done, and what it found, and said, is an error.
    Found,
    /// Ctrl-C.
    Interrupted,
}

impl CliError {
    /// Any error whose message already says what to do.
    pub(crate) fn input(error: impl Display) -> Self {
        Self::Input(error.to_string())
    }
}

/// Runs the command that the process was called with.
#[must_use]
pub fn run() -> ExitCode {
    let result = match Args::parse().command {
        Command::Build(args) => build::run(&args),
        Command::Evaluate(args) => evaluate::run(&args),
        Command::Simulate(args) => simulate::run(&args),
        Command::Recommend(args) => recommend::run(&args),
        Command::Inspect(args) => inspect::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Serve(args) => serve::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(CliError::Input(message)) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
        Err(CliError::Found) => ExitCode::from(1),
        Err(CliError::Interrupted) => {
            eprintln!("Stopped. Nothing was written.");
            ExitCode::from(130)
        }
    }
}
