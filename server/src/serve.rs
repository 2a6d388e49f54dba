//! The process that listens: start, connections, stop. It reads connections itself because axum's own
//! loop has no limit on how long the head of a request may take.

use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::time::Duration;

use axum::Extension;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

use crate::config::{self, Config};
use crate::db::{self, Db};
use crate::lan;
use crate::mail::Mail;
use crate::state::AppState;

/// Pause after the system refuses a connection, for example because too many files are open.
const BREATHER: Duration = Duration::from_millis(100);

/// Why the server did not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The port is taken.
    #[error("{0} is in use: stop the other program, or choose another address with --listen")]
    InUse(SocketAddr),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}; choose another address with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        cause: std::io::Error,
    },
    /// The system does not let us wait for its stop signal.
    #[error("cannot wait for the stop signal: {0}")]
    Signal(std::io::Error),
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Serves until the process is told to stop. A database that is away is waited for; one that cannot be
/// used ends the start.
pub async fn serve(db: Db, config: Config) -> Result<(), Error> {
    let listener = listen(config.listen).await?;
    let address = listener.local_addr().unwrap_or(config.listen);
    let stop = stop_signal().map_err(Error::Signal)?;
    let mail = Mail::new(&config.mail)?;
    let config_lan = config.lan.then(|| config.public_url.clone());
    let state = AppState::new(db, config, mail);
    match state.prepare().await {
        Ok(()) => {}
        Err(error) if error.is_transient() => {
            tracing::warn!(%error, "starting without the database; trying again");
        }
        Err(error) => return Err(error.into()),
    }
    if !state.assets.has_app() {
        tracing::warn!("the pages are not built into this program (`make build` does); only the API answers");
    }
    tracing::info!(%address, "listening");
    // Not `println!`: it panics when nobody reads it.
    let mut out = std::io::stdout();
    let _ = match config_lan {
        None => writeln!(out, "Matriz is at http://{address}"),
        Some(public_url) => writeln!(out, "Matriz is at {public_url}")
            .and_then(|()| lan::announce(&mut out, &public_url, address.port())),
    };
    run(listener, state, stop).await;
    tracing::info!("stopped");
    Ok(())
}

/// Opens the port.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(address).await.map_err(|cause| match cause.kind() {
        ErrorKind::AddrInUse => Error::InUse(address),
        _ => Error::Listen { address, cause },
    })
}

/// Answers connections until `stop`, then ends the streams and lets answers under way finish.
pub async fn run(listener: TcpListener, state: AppState, stop: impl Future<Output = ()>) {
    state.start();
    let app = crate::app(state.clone());
    let connections = GracefulShutdown::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, peer)) => answer(stream, peer, &app, &state.config, &connections),
            Err(error) => {
                tracing::warn!(%error, "a connection was not accepted");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
    drop(listener);
    state.stop();
    if tokio::time::timeout(state.config.drain_within, connections.shutdown()).await.is_err() {
        tracing::warn!("some answers were cut off by the stop");
    }
}

fn answer(stream: TcpStream, peer: SocketAddr, app: &axum::Router, config: &Config, connections: &GracefulShutdown) {
    // Events are small and must not wait for more to come. Fails only on a closed connection.
    let _ = stream.set_nodelay(true);
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(config.read_within)
        .serve_connection(
            TokioIo::new(stream),
            TowerToHyperService::new(app.clone().layer(Extension(ConnectInfo(peer)))),
        );
    let connection = connections.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "connection ended");
        }
    });
}

/// Ends when the process is asked to stop: Ctrl-C, or SIGTERM as service managers send it.
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
