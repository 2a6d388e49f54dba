//! Everything that can go wrong while a request is answered, and how it is told: one JSON body with a
//! code from `domain::error`. 5xx are logged here, once; the reader sees a code, never a cause.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::error::{ApiError, ErrorCode, FieldError, FieldErrorCode};
use domain::filing::Refusal;
use serde::Serialize;
use serde_json::Value;

use crate::db;

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such path, plan or indicator.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The path exists, not with this method.
    #[error("this path does not take this method; the header Allow lists those it takes")]
    MethodNotAllowed,
    /// Parameters or fields are wrong.
    #[error("some fields are wrong; `fields` lists them")]
    Invalid(Vec<FieldError>),
    /// The body is larger than allowed.
    #[error("the body is too large; at most {0} bytes are taken")]
    TooLarge(usize),
    /// The file is larger than allowed.
    #[error("the file is too large; at most {} MB are taken", .0 >> 20)]
    LargeFile(u64),
    /// Too much was handed in that no update names.
    #[error("{} MB are handed in and in no update yet; save the updates, or end uploads that are not needed", .0 >> 20)]
    TooMuchPending(u64),
    /// The kind of the file is not taken.
    #[error("this file is {0}; PDF, PNG, JPEG, WebP, TIFF, docx, xlsx, pptx, odt, ods, odp, csv and txt are taken")]
    FileKind(String),
    /// The body is not JSON.
    #[error("the body must be JSON, with `Content-Type: application/json`")]
    UnsupportedMediaType,
    /// No token, or a wrong one.
    #[error("a valid `Authorization: Bearer` token is needed")]
    Unauthorized,
    /// E-mail or password is wrong; which of them is not told.
    #[error("e-mail or password is wrong")]
    WrongSignIn,
    /// Nobody is signed in.
    #[error("sign in first")]
    SignInNeeded,
    /// The password was right, and a second factor is needed.
    #[error("the second factor is missing: give its code, or set it up")]
    SecondFactorNeeded,
    /// Too many wrong sign-ins.
    #[error("too many attempts; wait {0} seconds")]
    TooManyAttempts(i64),
    /// This person may not do this.
    #[error("this is not allowed for you")]
    NotAllowed,
    /// A step of an update that is refused.
    #[error("{}", refusal(.0))]
    Refused(Refusal),
    /// The step does not follow from where the record stands, with the record as it is now.
    #[error("{}; `current` is the record as it is now", refusal(&Refusal::WrongState))]
    WrongState(Option<Box<Value>>),
    /// Nobody may do this on this server.
    #[error("writing through the API is switched off; start the server with a write token")]
    Forbidden,
    /// The record changed since it was read.
    #[error("the record changed since it was read; `current` is the record as it is now")]
    Stale(Option<Box<Value>>),
    /// The body did not arrive in time.
    #[error("the body did not arrive in time")]
    SlowBody,
    /// The answer took too long.
    #[error("the answer took too long; try again")]
    Timeout,
    /// The database is away or not prepared yet.
    #[error("the database is not available now; try again in a moment")]
    Unavailable,
    /// A fault of the server.
    #[error("a fault of the server; its log has more under the request id")]
    Internal(String),
}

impl Error {
    /// One wrong field or parameter.
    pub fn field(field: &str, code: FieldErrorCode, message: impl Into<String>) -> Self {
        Error::Invalid(vec![FieldError { field: field.to_owned(), code, message: message.into() }])
    }

    /// A stale write, with the record as it is now.
    pub fn stale<T: Serialize>(current: Option<&T>) -> Self {
        Error::Stale(current.and_then(|record| serde_json::to_value(record).ok()).map(Box::new))
    }

    /// A step that came too late or too early, with the record as it is now.
    pub fn wrong_state<T: Serialize>(current: Option<&T>) -> Self {
        Error::WrongState(current.and_then(|record| serde_json::to_value(record).ok()).map(Box::new))
    }

    /// Its code, as it travels.
    pub fn code(&self) -> ErrorCode {
        match self {
            Error::NotFound(_) => ErrorCode::NotFound,
            Error::MethodNotAllowed => ErrorCode::MethodNotAllowed,
            Error::Invalid(_) => ErrorCode::Invalid,
            Error::TooLarge(_) | Error::LargeFile(_) | Error::TooMuchPending(_) => ErrorCode::TooLarge,
            Error::UnsupportedMediaType | Error::FileKind(_) => ErrorCode::UnsupportedMediaType,
            Error::Unauthorized | Error::WrongSignIn | Error::SignInNeeded | Error::SecondFactorNeeded => {
                ErrorCode::Unauthorized
            }
            Error::Forbidden | Error::NotAllowed | Error::Refused(Refusal::NotAllowed) => ErrorCode::Forbidden,
            Error::WrongState(_) | Error::Refused(Refusal::WrongState) => ErrorCode::WrongState,
            Error::Refused(Refusal::YearNotOpen) => ErrorCode::YearNotOpen,
            Error::Refused(Refusal::OwnUpdate) => ErrorCode::OwnUpdate,
            Error::TooManyAttempts(_) => ErrorCode::TooManyAttempts,
            Error::Stale(_) => ErrorCode::Conflict,
            Error::SlowBody | Error::Timeout => ErrorCode::Timeout,
            Error::Unavailable => ErrorCode::Unavailable,
            Error::Internal(_) => ErrorCode::Internal,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Error::NotFound(_) => StatusCode::NOT_FOUND,
            Error::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Error::Invalid(_) => StatusCode::BAD_REQUEST,
            Error::TooLarge(_) | Error::LargeFile(_) | Error::TooMuchPending(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Error::UnsupportedMediaType | Error::FileKind(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Error::Unauthorized | Error::WrongSignIn | Error::SignInNeeded | Error::SecondFactorNeeded => {
                StatusCode::UNAUTHORIZED
            }
            Error::Stale(_) | Error::WrongState(_) | Error::Refused(Refusal::WrongState | Refusal::YearNotOpen) => {
                StatusCode::CONFLICT
            }
            Error::Forbidden | Error::NotAllowed | Error::Refused(_) => StatusCode::FORBIDDEN,
            Error::TooManyAttempts(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::SlowBody => StatusCode::REQUEST_TIMEOUT,
            Error::Timeout | Error::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn log(&self) {
        match self {
            Error::Internal(cause) => tracing::error!(%cause, "internal error"),
            Error::Timeout => tracing::error!("a request took too long"),
            _ => {}
        }
    }
}

fn refusal(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NotAllowed => "this is not allowed for you",
        Refusal::WrongState => "this step does not follow from the present state; read it again",
        Refusal::YearNotOpen => "the year is not open for writing",
        Refusal::OwnUpdate => "nobody reviews what they wrote themselves",
    }
}

impl From<db::Error> for Error {
    fn from(error: db::Error) -> Self {
        if error.is_transient() {
            tracing::warn!(%error, "database not available");
            Error::Unavailable
        } else {
            Error::Internal(error.to_string())
        }
    }
}

#[derive(Serialize)]
struct Body {
    #[serde(flatten)]
    error: ApiError,
    /// The record as it is now, for a stale write.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<Box<Value>>,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.log();
        let (status, code, message) = (self.status(), self.code(), self.to_string());
        let wait = if let Error::TooManyAttempts(seconds) = self { Some(seconds) } else { None };
        let (fields, current) = match self {
            Error::Invalid(fields) => (fields, None),
            Error::Stale(current) | Error::WrongState(current) => (Vec::new(), current),
            _ => (Vec::new(), None),
        };
        let body = Body { error: ApiError { code, message, fields }, current };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = wait {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        match status {
            StatusCode::UNAUTHORIZED => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
            }
            _ => {}
        }
        response
    }
}
