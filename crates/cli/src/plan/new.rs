//! `banyan plan new`: ten questions, and the plan that their answers make.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use banyan_plan::check::check;
use banyan_plan::draft::{Draft, QUESTIONS, expected, read};
use banyan_plan::words::{Lang, Text};
use clap::Args;

#[derive(Args)]
pub(crate) struct NewArgs {
    /// Answers from a TOML file instead of asking 从文件读答案，不再提问
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Write the plan here; an existing file is left alone 写到这个文件，已有的文件不会覆盖
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// One answer, as KEY=ANSWER, may be repeated; what is not answered is not asked 逐个给出答案，可重复，其余用默认值
    #[arg(long = "set", value_name = "KEY=ANSWER", conflicts_with = "answers")]
    set: Vec<String>,
}

/// Asks, unless the answers are there; writes the plan, and says what the check finds. An error is a whole sentence.
pub(super) fn run(args: &NewArgs, lang: Lang) -> Result<(), String> {
    let draft = match (&args.answers, args.set.is_empty()) {
        (Some(file), _) => {
            let text = super::read(file, lang)?;
            let told = |wrong: Text| format!("{}: {}", file.display(), wrong.get(lang));
            read(&text).map_err(told)?
        }
        (None, false) => of_options(&args.set, lang)?,
        (None, true) => ask(lang).map_err(|error| error.to_string())?,
    };
    let text = draft.write(lang);
    match &args.out {
        Some(file) => {
            let name = file.display();
            let written = std::fs::OpenOptions::new().write(true).create_new(true).open(file);
            written.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
                let why = Text::new(
                    format!("{name}: 写不了（{error}）"),
                    format!("{name}: cannot be written: {error}"),
                );
                why.get(lang).to_owned()
            })?;
        }
        None => print(&text)?,
    }
    let report = check(&text);
    let name = args.out.as_ref().map_or_else(|| "plan".to_owned(), |file| file.display().to_string());
    for one in &report.diagnostics {
        let _ = write!(anstream::stderr(), "{}", one.render(&name, &text, lang));
    }
    Ok(())
}

fn print(text: &str) -> Result<(), String> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

fn of_options(set: &[String], lang: Lang) -> Result<Draft, String> {
    let known = QUESTIONS.map(|question| question.key).join(", ");
    let mut answers = Vec::new();
    for one in set {
        let pair =
            one.split_once('=').filter(|(key, _)| QUESTIONS.iter().any(|question| question.key == *key));
        answers.push(pair.ok_or_else(|| {
            let why = Text::new(
                format!("--set {one}：应为 KEY=ANSWER，KEY 为 {known} 之一"),
                format!("--set {one}: expected KEY=ANSWER with KEY one of {known}"),
            );
            why.get(lang).to_owned()
        })?);
    }
    let mut draft = Draft::default();
    while let Some(question) = draft.next() {
        let given = answers.iter().rev().find(|(key, _)| *key == question.key);
        let answer = given.map_or("", |(_, answer)| *answer);
        draft.answer(answer).map_err(|what| expected(question, &what).get(lang).to_owned())?;
    }
    Ok(draft)
}

/// One question after the other; whoever ends the input has answered the rest with nothing.
fn ask(lang: Lang) -> io::Result<Draft> {
    let mut draft = Draft::default();
    let (mut input, mut screen) = (io::stdin().lock(), anstream::stderr());
    let mut number = 1;
    while let Some(question) = draft.next() {
        let otherwise = if question.otherwise.is_empty() { "-" } else { question.otherwise };
        write!(screen, "{number}/{} {} [{otherwise}] ", QUESTIONS.len(), question.text().get(lang))?;
        screen.flush()?;
        let mut line = String::new();
        if input.read_line(&mut line)? == 0 {
            writeln!(screen)?;
            break;
        }
        match draft.answer(&line) {
            Ok(()) => number += 1,
            Err(what) => writeln!(screen, "{}", expected(question, &what).get(lang))?,
        }
    }
    Ok(draft)
}
