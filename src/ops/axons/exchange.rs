//! One HTTP/1.1 exchange over a connection that is used once: no redirection is followed, no cookie kept, no compression
//! spoken, and what is read is bounded.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Bytes of an answer's head that are read.
const LONGEST_HEAD: usize = 32 * 1024;

/// Header lines that are understood.
const MOST_HEADERS: usize = 128;

/// What stands before an answer's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Head {
    /// Such as 200.
    pub status: u16,
    /// Names in small letters, and their values.
    pub headers: Vec<(String, Vec<u8>)>,
}

impl Head {
    /// The first header of this name.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_slice())
    }
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The other end hung up without a word.
    Closed,
    /// It said something, and that is no HTTP.
    NotHttp,
    /// Its head does not end within what is read of one.
    TooLong,
}

/// Say `request` and read the head of the answer; the bytes behind it that came along.
pub(super) async fn say<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    request: &[u8],
) -> Result<(Head, Vec<u8>), Trouble> {
    // Whoever hangs up while it is written to may have answered before.
    let _ = async {
        stream.write_all(request).await?;
        stream.flush().await
    }
    .await;
    let mut bytes = Vec::new();
    let mut is_over = false;
    let mut room = LONGEST_HEAD;
    loop {
        match head(&bytes) {
            Parsed::Head(head, length) if (100..200).contains(&head.status) => {
                // An answer on the way to the answer.
                bytes.drain(..length);
                continue;
            }
            Parsed::Head(head, length) => return Ok((head, bytes.split_off(length))),
            Parsed::Partly if room == 0 => return Err(Trouble::TooLong),
            Parsed::Partly if !is_over => {}
            _ if bytes.is_empty() => return Err(Trouble::Closed),
            _ => return Err(Trouble::NotHttp),
        }
        let read = more(stream, &mut bytes, room).await.unwrap_or(0);
        is_over = read == 0;
        room -= read.min(room);
    }
}

/// Read on, `room` bytes at most.
async fn more<S: AsyncRead + Unpin>(
    stream: &mut S,
    bytes: &mut Vec<u8>,
    room: usize,
) -> io::Result<usize> {
    bytes.reserve(room.min(8 * 1024));
    stream.take(u64::try_from(room).unwrap_or(u64::MAX)).read_buf(bytes).await
}

enum Parsed {
    Head(Head, usize),
    Partly,
    Nonsense,
}

fn head(bytes: &[u8]) -> Parsed {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    match response.parse(bytes) {
        Ok(httparse::Status::Complete(length)) => {
            let headers = response
                .headers
                .iter()
                .map(|header| (header.name.to_ascii_lowercase(), header.value.to_vec()))
                .collect();
            Parsed::Head(Head { status: response.code.unwrap_or_default(), headers }, length)
        }
        Ok(httparse::Status::Partial) => Parsed::Partly,
        Err(_) => Parsed::Nonsense,
    }
}

/// How an answer says where its body ends.
#[derive(Clone, Copy)]
enum Measure {
    Bytes(usize),
    Chunks,
    UntilItHangsUp,
}

/// A body, and whether all of it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Body {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether the other end had said all.
    pub is_whole: bool,
}

/// Read the body that follows `head`, of which `read` came already: `most` bytes of it.
pub(super) async fn body<S: AsyncRead + Unpin>(
    stream: &mut S,
    head: &Head,
    mut read: Vec<u8>,
    most: usize,
) -> Body {
    let measure = measure(head);
    // Chunks have their sizes between them, and an axon could make them as small as it likes.
    let most_read = match measure {
        Measure::Chunks => most.saturating_mul(2),
        Measure::Bytes(_) | Measure::UntilItHangsUp => most,
    };
    loop {
        let (bytes, is_whole) = match measure {
            Measure::Bytes(length) if read.len() >= length => (read[..length].to_vec(), true),
            Measure::Chunks => unchunked(&read),
            Measure::Bytes(_) | Measure::UntilItHangsUp => (Vec::new(), false),
        };
        if is_whole {
            return cut(bytes, true, most);
        }
        // One byte more than is wanted tells that there is more.
        let room = most_read.saturating_add(1).saturating_sub(read.len());
        let ended =
            room == 0 || more(stream, &mut read, room).await.map_or(true, |count| count == 0);
        if ended {
            return match measure {
                Measure::Chunks => {
                    let (bytes, is_whole) = unchunked(&read);
                    cut(bytes, is_whole, most)
                }
                Measure::Bytes(length) => {
                    let is_whole = read.len() >= length;
                    read.truncate(length);
                    cut(read, is_whole, most)
                }
                Measure::UntilItHangsUp => cut(read, true, most),
            };
        }
    }
}

fn cut(mut bytes: Vec<u8>, is_whole: bool, most: usize) -> Body {
    let fits = bytes.len() <= most;
    bytes.truncate(most);
    Body { bytes, is_whole: is_whole && fits }
}

fn measure(head: &Head) -> Measure {
    if matches!(head.status, 204 | 304) {
        return Measure::Bytes(0);
    }
    let text = |name: &str| head.header(name).and_then(|value| std::str::from_utf8(value).ok());
    if text("transfer-encoding").is_some_and(|value| value.trim().eq_ignore_ascii_case("chunked")) {
        return Measure::Chunks;
    }
    match text("content-length").and_then(|value| value.trim().parse().ok()) {
        Some(length) => Measure::Bytes(length),
        None => Measure::UntilItHangsUp,
    }
}

/// What chunks hold, and whether the last one is there (RFC 9112, 7.1).
fn unchunked(mut bytes: &[u8]) -> (Vec<u8>, bool) {
    let mut body = Vec::new();
    while let Ok(httparse::Status::Complete((start, size))) = httparse::parse_chunk_size(bytes) {
        if size == 0 {
            return (body, true);
        }
        let rest = &bytes[start..];
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        body.extend_from_slice(&rest[..size.min(rest.len())]);
        // The chunk and the line end behind it.
        match size.checked_add(2).and_then(|end| rest.get(end..)) {
            Some(next) => bytes = next,
            None => break,
        }
    }
    (body, false)
}

#[cfg(test)]
mod tests {
    use tokio::io::duplex;

    use super::*;

    /// What is made of an answer that comes in pieces of `size` bytes.
    async fn heard(answer: &[u8], size: usize, most: usize) -> Result<(u16, Body), Trouble> {
        let (mut near, far) = duplex(64);
        let answer = answer.to_vec();
        let other = tokio::spawn(async move {
            let (mut from, mut to) = tokio::io::split(far);
            let reads = tokio::spawn(async move {
                let mut asked = [0; 16];
                from.read_exact(&mut asked).await.map(|_| ())
            });
            for piece in answer.chunks(size) {
                if to.write_all(piece).await.is_err() {
                    break;
                }
            }
            let _ = reads.await;
        });
        let (head, rest) = say(&mut near, b"GET / HTTP/1.1\r\n").await?;
        let body = body(&mut near, &head, rest, most).await;
        drop(near);
        other.await.expect("the other end");
        Ok((head.status, body))
    }

    #[tokio::test]
    async fn answers_end_where_they_say() {
        let whole = |text: &str| Body { bytes: text.as_bytes().to_vec(), is_whole: true };
        for (answer, expected) in [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more", whole("hello")),
            ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", whole("")),
            ("HTTP/1.1 204 No Content\r\n\r\n", whole("")),
            ("HTTP/1.0 200 OK\r\n\r\nuntil the end", whole("until the end")),
            (
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n1;x=y\r\n!\r\n0\r\n\r\n",
                whole("hello!"),
            ),
            (
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                whole("ok"),
            ),
        ] {
            for size in [1, 7, 1_000] {
                let (status, body) = heard(answer.as_bytes(), size, 100).await.expect(answer);
                assert_eq!((status / 100, &body), (2, &expected), "{answer} by {size}");
            }
        }
    }

    #[tokio::test]
    async fn no_more_is_read_than_was_said() {
        let long =
            format!("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n{}", "x".repeat(100_000));
        let (_, body) = heard(long.as_bytes(), 1_000, 50).await.expect("an answer");
        assert_eq!((body.bytes.len(), body.is_whole), (50, false));
        let chunks = format!(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            "1\r\nx\r\n".repeat(9_000)
        );
        let (_, body) = heard(chunks.as_bytes(), 1_000, 50).await.expect("an answer");
        assert!(body.bytes.len() <= 50 && !body.is_whole, "{body:?}");
        // Sizes that would overflow, and an end in the middle.
        for broken in ["ffffffffffffffff\r\nx", "5\r\nhel", "zz\r\n"] {
            let text = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{broken}");
            let (_, body) = heard(text.as_bytes(), 9, 50).await.expect("an answer");
            assert!(!body.is_whole, "{broken}");
        }
    }

    #[tokio::test]
    async fn heads_without_an_end_are_given_up() {
        let flood = format!("HTTP/1.1 200 OK\r\n{}", "X-A: a\r\n".repeat(50));
        assert_eq!(heard(flood.as_bytes(), 100, 50).await, Err(Trouble::NotHttp), "cut short");
        let flood = format!("HTTP/1.1 200 OK\r\nX-A: {}", "a".repeat(100_000));
        assert_eq!(heard(flood.as_bytes(), 1_000, 50).await, Err(Trouble::TooLong));
        // Answers on the way to an answer that never comes.
        let flood = "HTTP/1.1 100 Continue\r\n\r\n".repeat(4_000);
        assert_eq!(heard(flood.as_bytes(), 1_000, 50).await, Err(Trouble::TooLong));
    }

    #[tokio::test]
    async fn what_is_no_http_is_told_from_silence() {
        assert_eq!(heard(b"", 1, 9).await, Err(Trouble::Closed));
        assert_eq!(heard(b"SSH-2.0-OpenSSH_9.6\r\n", 5, 9).await, Err(Trouble::NotHttp));
        assert_eq!(heard(b"\x15\x03\x01\x00\x02\x02\x16", 7, 9).await, Err(Trouble::NotHttp));
        assert_eq!(heard(b"HTTP/1.1 200 OK\r\nServer", 7, 9).await, Err(Trouble::NotHttp));
        let endless =
            [b"HTTP/1.1 200 OK\r\n".to_vec(), b"x: yyyyyyyyyyyyyyyy\r\n".repeat(9_000)].concat();
        assert_eq!(heard(&endless, 1_000, 9).await, Err(Trouble::NotHttp));
    }
}
