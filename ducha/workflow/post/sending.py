"""One run of send: mail by mail over one line, what goes wrong as a sentence each."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import sleep

from ducha.files.post.envelope import Envelope, compose
from ducha.files.post.refusals import ends_run, say_mail, say_recipient, say_stop
from ducha.files.post.smtp import LineLostError, MailRefusedError, SmtpLine, smtp_line
from ducha.files.sent import store
from ducha.findings import Problem
from ducha.submission.posted import DraftDecision
from ducha.workflow.post.mailbox import Mailbox
from ducha.workflow.post.names import names_taken, sent_folder, sent_name
from ducha.workflow.workspace import Watch

_LOST = (
    "　{}　发到一半断线了，不知道服务器收下没有，列为不确定，不会自己重发；"
    "请到网页邮箱的“已发送”核实，再运行一次 send 时回答"
)
_DOWN = "服务器断开了连接，其余没有发。请过几分钟再运行，已发的不会重发"


@dataclass(slots=True, kw_only=True)
class SendingRun:
    """How far a run has come: mails sent, sentences for a person, why it stopped.

    `folder` is sent/, `clock` tells the time that mails bear.
    """

    folder: Path
    clock: Callable[[], datetime]
    sent: int = 0
    losses: int = 0
    """Lines that broke since a mail last went."""

    sentences: list[str] = field(default_factory=list)
    stopped: str = ""

    def send_all(self, box: Mailbox, due: Sequence[DraftDecision], watch: Watch | None) -> None:
        """Send what is due over one line; one that breaks is opened once more (R10.16).

        Raises:
            Problem: There is no line to begin with.
        """
        login = box.login(box.smtp)
        waiting, steps = deque(due), _steps(due, watch)
        while waiting and not self.stopped:
            try:
                with smtp_line(box.smtp, login) as line:
                    self._send_some(box, line, waiting, steps)
            except LineLostError as lost:
                self._after_loss(lost, left=bool(waiting))
            except Problem as problem:
                if not self.sent and not self.sentences:
                    raise
                self.stopped = "；".join(problem.messages)

    def _send_some(
        self, box: Mailbox, line: SmtpLine, waiting: deque[DraftDecision], steps: Iterator[Path]
    ) -> None:
        while waiting and not self.stopped:
            if self.sent:
                sleep(box.settings.pause)
            self._send_one(box, line, waiting)
            next(steps, None)
        for _ in steps:  # the bar is drawn to its end
            pass

    def _send_one(self, box: Mailbox, line: SmtpLine, waiting: deque[DraftDecision]) -> None:
        """Offer a mail, keep it as 待定, hand it over, keep it as sent (R10.10)."""
        decision = waiting[0]
        unit, draft = decision.draft.unit, decision.draft
        try:
            refused = line.offer(box.address, decision.to, len(draft.data))
        except MailRefusedError as error:
            waiting.popleft()
            self._refused(unit, error)
            return
        waiting.popleft()
        pending = self._keep(box, decision, tuple(refusal.about for refusal in refused))
        try:
            line.deliver(pending.mail)
        except MailRefusedError as error:
            store.discard(pending.path)
            self._refused(unit, error)
        except LineLostError:
            self.sentences.append(_LOST.format(unit))
            raise
        else:
            store.confirm(pending.path)
            self.sent += 1
            self.losses = 0
            self.sentences += [f"　{unit}　{say_recipient(refusal)}" for refusal in refused]

    def _keep(
        self, box: Mailbox, decision: DraftDecision, refused: tuple[str, ...]
    ) -> store.Pending:
        draft = decision.draft
        folder = sent_folder(self.folder, draft.period)
        name = sent_name(draft.kind, draft.name, decision.round, names_taken(folder))
        mail = compose(decision, Envelope(box.address, self.clock(), refused), draft.unit)
        return store.put_pending(folder, name, mail)

    def _refused(self, unit: str, error: MailRefusedError) -> None:
        """Say it; stop where no other mail would be taken either."""
        if error.sender or ends_run(error.refusals):
            self.stopped = say_stop(error.refusals)
        else:
            self.sentences.append(f"　{unit}　{say_mail(error.refusals)}")

    def _after_loss(self, lost: LineLostError, *, left: bool) -> None:
        """Stop where the server says so, or where nothing came of the last line either."""
        self.losses += 1
        if lost.refusal is not None:
            self.stopped = say_stop([lost.refusal])
        elif left and self.losses > 1:
            self.stopped = _DOWN


def _steps(due: Sequence[DraftDecision], watch: Watch | None) -> Iterator[Path]:
    """One step for each mail, shown where there is a terminal."""
    units = [Path(decision.draft.unit) for decision in due]
    return iter(watch(units)) if watch else iter(units)
