"""The verbs of the post, as click commands; each imports what it needs when it runs."""

from __future__ import annotations

from functools import partial

import click

from ducha.console import options, post_options
from ducha.console.invocation import Invocation
from ducha.console.pages import Verb
from ducha.console.post_options import SendOptions
from ducha.console.screen import ask, ask_secret, finish, show_progress, whether

BY_HAND = "手工"
"""How something went that was recorded without a word for it."""


@click.command(cls=Verb, help="发送：把邮件草稿发出去，每封只发一次。")
@post_options.sending
def send(given: SendOptions) -> None:
    """Send the drafts of one kind, or record what went another way."""
    from ducha.workflow.post.by_hand import record_by_hand
    from ducha.workflow.post.send import Orders
    from ducha.workflow.post.send import send as run

    invocation: Invocation = click.get_current_context().obj
    with invocation.hold(dry_run=given.dry_run) as space:
        orders = Orders(
            kind=given.kind,
            period=invocation.settle(space, given.period),
            units=given.units,
            again=given.again,
            dry_run=given.dry_run,
            clock=invocation.clock,
            answer=whether,
            watch=partial(show_progress, label="发送"),
        )
        if given.by_hand:
            how = ask("怎么发的（电话、微信、OA）", given.how) or BY_HAND
            outcome = record_by_hand(space, orders, how)
        else:
            outcome = run(space, orders)
    finish(outcome)


@click.command(cls=Verb, help="收信：把邮箱里的报送件收进 inbox；邮箱里的信原样不动。")
@post_options.every_mail
@post_options.collect_dry_run
@click.pass_obj
def collect(invocation: Invocation, *, everything: bool, dry_run: bool) -> None:
    """Collect mails into the inbox."""
    from ducha.workflow.post.collect import collect as run

    watch = partial(show_progress, label="收信")
    with invocation.hold(dry_run=dry_run) as space:
        outcome = run(space, invocation.today, everything=everything, dry_run=dry_run, watch=watch)
    finish(outcome)


@click.command(cls=Verb, help="提醒、催报：给没报、没报全、没更正的单位做邮件草稿和电话名单。")
@options.period
@options.dry_run
@click.pass_obj
def remind(invocation: Invocation, *, period: str | None, dry_run: bool) -> None:
    """Make reminders, and a list for the telephone."""
    from ducha.workflow.post.remind import remind as run

    with invocation.hold(dry_run=dry_run) as space:
        month = invocation.settle(space, period)
        outcome = run(space, month, invocation.today, dry_run=dry_run, watch=show_progress)
    finish(outcome)


@click.command(cls=Verb, help="把邮箱的授权码存进系统的钥匙串。")
@post_options.forget
@click.pass_obj
def password(invocation: Invocation, *, forget: bool) -> None:
    """Keep the mailbox's password, or forget it."""
    from ducha.workflow.post import password as kept

    space = invocation.workspace()
    finish(kept.forget(space) if forget else kept.keep(space, ask_secret))


@click.command("mail-check", cls=Verb, help="检查邮箱：一步一步看能不能收发。")
@click.pass_obj
def mail_check(invocation: Invocation) -> None:
    """Say step by step what works."""
    from ducha.workflow.post.mail_check import check_mail

    finish(check_mail(invocation.workspace()))


VERBS = (send, collect, remind, password, mail_check)
"""In the order of the month."""
