//! What all requests share: the database, the ready plans, the live streams, the app's files. Also the
//! preparation of the database, which may have to wait until the database is there.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use crate::assets::Assets;
use crate::cache::Cache;
use crate::config::Config;
use crate::db::{self, Db, Tx};
use crate::demo;
use crate::error::Error;
use crate::events::{self, Events};
use crate::files::Files;
use crate::forget;
use crate::mail::Mail;
use crate::notices;
use crate::readings::Noted;
use crate::workshops::feed;
use crate::workshops::live::Rooms;
use crate::workshops::votes;

/// How long `ready` waits for the database.
const PING_WITHIN: Duration = Duration::from_secs(3);

/// The state of a server. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AppState(Arc<Shared>);

/// See [`AppState`].
#[derive(Debug)]
pub struct Shared {
    /// The database.
    pub db: Db,
    /// What the server was started with.
    pub config: Config,
    /// Ready plan responses.
    pub cache: Cache,
    /// Live streams.
    pub events: Events,
    /// Live workshops.
    pub rooms: Rooms,
    /// Letters.
    pub mail: Mail,
    /// Files of evidence.
    pub files: Files,
    /// What was recorded as read in this hour.
    pub noted: Noted,
    /// Files of the app.
    pub assets: Assets,
    prepared: AtomicBool,
    stop: watch::Sender<bool>,
}

impl Deref for AppState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl AppState {
    /// The state of a server that has not touched its database yet.
    pub fn new(db: Db, config: Config, mail: Mail) -> Self {
        let assets = Assets::new(config.app_dir.clone());
        let files = Files::new(config.files_dir.clone());
        AppState(Arc::new(Shared {
            db,
            config,
            cache: Cache::default(),
            events: Events::default(),
            rooms: Rooms::default(),
            files,
            noted: Noted::default(),
            assets,
            mail,
            prepared: AtomicBool::new(false),
            stop: watch::Sender::new(false),
        }))
    }

    /// Brings the database up to date, and loads the demonstration plan when that is asked for and there
    /// is no plan. Until it is done no request reaches the database.
    pub async fn prepare(&self) -> Result<(), db::Error> {
        self.db.migrate().await?;
        if self.config.demo {
            demo::add_to_empty(&self.db, &(self.config.clock)(), self.config.is_for_this_computer()).await?;
        }
        self.prepared.store(true, Ordering::Release);
        Ok(())
    }

    /// Starts what runs beside the requests: the preparation, if it is not done, the search for new changes and for
    /// files that nobody needs, reminders and letters. All end when the server stops.
    pub fn start(&self) {
        let state = self.clone();
        tokio::spawn(async move {
            let mut stop = state.stopped();
            let work = async {
                state.prepare_when_there().await;
                let votes = async {
                    if let Some(waiting) = state.rooms.take_waiting() {
                        votes::run(&state, waiting).await;
                    }
                };
                let (letters, old) = (notices::run(&state), forget::run(&state));
                tokio::join!(events::pump(&state), feed::pump(&state), votes, letters, old);
            };
            tokio::select! {
                () = work => {}
                _ = stop.wait_for(|stop| *stop) => {}
            }
        });
    }

    async fn prepare_when_there(&self) {
        while !self.is_prepared() {
            match self.prepare().await {
                Ok(()) => tracing::info!("the database is ready"),
                Err(error) => {
                    tracing::warn!(%error, "the database is not ready; trying again");
                    tokio::time::sleep(self.config.poll_every).await;
                }
            }
        }
    }

    /// True when the database was reached and brought up to date.
    pub fn is_prepared(&self) -> bool {
        self.prepared.load(Ordering::Acquire)
    }

    /// True when requests can be answered now.
    pub async fn is_ready(&self) -> bool {
        let ping = tokio::time::timeout(PING_WITHIN, self.db.ping());
        self.is_prepared() && matches!(ping.await, Ok(Ok(())))
    }

    /// A transaction that only reads.
    pub async fn begin_read(&self) -> Result<Tx, Error> {
        self.check_prepared()?;
        Ok(self.db.begin_read().await?)
    }

    /// A transaction that writes.
    pub async fn begin_write(&self) -> Result<Tx, Error> {
        self.check_prepared()?;
        Ok(self.db.begin_write().await?)
    }

    fn check_prepared(&self) -> Result<(), Error> {
        if self.is_prepared() { Ok(()) } else { Err(Error::Unavailable) }
    }

    /// Ends the streams and the tasks of this server.
    pub fn stop(&self) {
        self.stop.send_replace(true);
    }

    /// Turns true when the server stops.
    pub fn stopped(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }
}
