//! `tillside serve`: serves a folder of static files on this machine.
//!
//! *Invariants*: reachable from this machine only; files named after their contents, or asked for
//! with the hash of their contents (`?v=9f2c41d0a7be0011`), may be cached for a year; default plans are
//! shown from the cache and revalidated in the background; all others are revalidated each time.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tokio::net::TcpListener;
use tower_http::services::ServeDir;

use super::CliError;
use super::args::ServeArgs;

pub(super) fn run(args: &ServeArgs) -> Result<(), CliError> {
    if !args.dir.is_dir() {
        return Err(CliError::Input(format!(
            "{}: this folder does not exist.",
            args.dir.display()
        )));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .map_err(CliError::input)?
        .block_on(serve(&args.dir, args.port))
}

async fn serve(dir: &Path, port: u16) -> Result<(), CliError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let listener = TcpListener::bind(address).await.map_err(|error| {
        let remedy = "Choose another port: --port 8081, or make demo PORT=8081.";
        CliError::Input(format!("{address} cannot be used: {error}. {remedy}"))
    })?;
    let address = listener.local_addr().map_err(CliError::input)?;
    println!(
        "Serving {} at http://{address} — stop with Ctrl-C",
        dir.display()
    );

    let files = ServeDir::new(dir).precompressed_br().precompressed_gzip();
    let app = Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(label));
    let stop = async {
        // Without a signal handler Ctrl-C ends the process anyway.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    axum::serve(listener, app)
        .with_graceful_shutdown(stop)
        .await
        .map_err(CliError::input)?;
    println!("Stopped.");
    Ok(())
}

/// Sets the caching headers and disables content sniffing.
async fn label(request: Request, next: Next) -> Response {
    let uri = request.uri();
    let is_immutable = is_content_named(uri.path()) || uri.query().is_some_and(is_version);
    let is_plan = uri.path().contains("/plans/");
    let mut response = next.run(request).await;
    let is_found =
        response.status().is_success() || response.status() == axum::http::StatusCode::NOT_MODIFIED;
    let caching = match is_found {
        true if is_immutable => "public, max-age=31536000, immutable",
        true if is_plan => "public, max-age=60, stale-while-revalidate=604800",
        _ => "no-cache",
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    response
}

/// Whether a file is named after its contents, like the data files of a graph: sixteen hexadecimal
/// digits, then a dash or a dot.
fn is_content_named(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split(['-', '.'])
        .any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Whether a query is the hash of the file's contents, as in `tillside.js?v=9f2c41d0a7be0011`.
fn is_version(query: &str) -> bool {
    query.strip_prefix("v=").is_some_and(is_content_named)
}

#[cfg(test)]
mod tests {
    use super::{is_content_named, is_version};

    #[test]
    fn only_content_addressed_files_are_cached() {
        assert!(is_content_named("/graph/9f2c41d0a7be0011-0004.bin"));
        assert!(!is_content_named("/graph/manifest.json"));
        assert!(!is_content_named("/pkg/tillside.wasm"));
        assert!(is_version("v=9f2c41d0a7be0011"));
        assert!(!is_version("v=0.1.0"));
        assert!(!is_version("w=9f2c41d0a7be0011"));
    }
}
