//! Letters to people, sent beside the answers: by SMTP, or as files in a folder on a laptop. What is in them is
//! `letters`; a letter that cannot be sent is logged and never fails what it reports.

pub mod letters;
mod notices;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::auth::secret;
use crate::config::{self, MailTarget};

pub use letters::Letter;

/// Pauses before the next tries.
const TRIES: [Duration; 4] =
    [Duration::from_secs(0), Duration::from_secs(5), Duration::from_secs(60), Duration::from_secs(600)];

/// Where letters go. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Mail(Arc<Way>);

#[derive(Debug)]
enum Way {
    Folder(std::path::PathBuf, AtomicU64),
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>, Mailbox),
}

impl Mail {
    /// The way that is configured.
    pub fn new(target: &MailTarget) -> Result<Mail, config::Error> {
        Ok(Mail(Arc::new(match target {
            MailTarget::Folder(folder) => Way::Folder(folder.clone(), AtomicU64::new(0)),
            MailTarget::Smtp { url, from } => {
                let wrong = |error: String| config::Error::Mail(error);
                let transport =
                    AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|e| wrong(e.to_string()))?;
                let from = from.parse::<Mailbox>().map_err(|e| wrong(e.to_string()))?;
                Way::Smtp(Box::new(transport.timeout(Some(Duration::from_secs(20))).build()), from)
            }
        })))
    }

    /// Sends a letter, now or in a while. Call after the commit of what it reports.
    pub fn post(&self, letter: Letter) {
        let mail = self.clone();
        tokio::spawn(async move {
            for pause in TRIES {
                tokio::time::sleep(pause).await;
                match mail.send(&letter).await {
                    Ok(()) => return,
                    Err(cause) => tracing::error!(to = %letter.to, %cause, "a letter was not sent"),
                }
            }
        });
    }

    async fn send(&self, letter: &Letter) -> Result<(), String> {
        let text = |error: &dyn std::fmt::Display| error.to_string();
        let build = |from: Mailbox| {
            let to = letter.to.parse::<Mailbox>().map_err(|e| text(&e))?;
            let message = Message::builder().from(from).to(to).subject(&letter.subject);
            message.header(ContentType::TEXT_PLAIN).body(letter.text.clone()).map_err(|e| text(&e))
        };
        match &*self.0 {
            Way::Smtp(transport, from) => {
                let message = build(from.clone())?;
                transport.send(message).await.map(drop).map_err(|e| text(&e))
            }
            Way::Folder(folder, count) => {
                let message = build("Matriz <matriz@localhost>".parse::<Mailbox>().map_err(|e| text(&e))?)?;
                let number = count.fetch_add(1, Ordering::Relaxed);
                // Several servers may write into one folder.
                let other: String = secret::new().map_err(|e| text(&e))?.chars().take(8).collect();
                let name = format!("{}-{number:03}-{other}.eml", config::now().replace(':', ""));
                let path = folder.join(name);
                write_private(folder, &path, message.formatted()).await.map_err(|e| text(&e))?;
                // Where it is, not what is in it: a link in it opens an account.
                tracing::info!(to = %letter.to, subject = %letter.subject, file = %path.display(), "letter written");
                Ok(())
            }
        }
    }
}

/// Readable by the owner only.
async fn write_private(folder: &Path, path: &Path, bytes: Vec<u8>) -> std::io::Result<()> {
    use tokio::io::AsyncWriteExt;
    tokio::fs::create_dir_all(folder).await?;
    // Under its own name only when all of it is there.
    let unfinished = path.with_extension("part");
    let mut file = tokio::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished).await?;
    file.write_all(&bytes).await?;
    file.flush().await?;
    tokio::fs::rename(unfinished, path).await
}
