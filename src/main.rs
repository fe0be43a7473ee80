//! The `tillside` command.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    tillside::cli::run()
}

// The browser tests compile every target for wasm32, where there is no command line.
#[cfg(target_arch = "wasm32")]
fn main() {}
