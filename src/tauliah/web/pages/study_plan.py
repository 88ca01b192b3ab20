"""The plan of study: the week, what slipped, choices, the calendar's secret address, the weekly letter."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.people.permissions import Permission
from tauliah.apps.record.queries import audits_of, standing
from tauliah.apps.study.choosing_plans import (
    choose_plan,
    choose_plan_by_way,
    move_exams,
    tick_off,
    undo_tick,
)
from tauliah.apps.study.digest_words import slip_title
from tauliah.apps.study.digests import choose_digest, digest_reader, end_digest, wants_digest
from tauliah.apps.study.feeds import calendar_of, end_address, make_address, reader_of, secret_of
from tauliah.apps.study.plan_choices import PlanWishes, newest_choice
from tauliah.apps.study.planning import StudyPlan, classes_of, monday_of, plan_of
from tauliah.core.kernel import LocalText
from tauliah.core.practice import ExamPace, piece_title
from tauliah.core.practice.plan_sentences import (
    change_sentences,
    lacks_sentence,
    longer_sentence,
    move_sentence,
    slip_sentence,
)
from tauliah.web.clock import now
from tauliah.web.limits import is_too_often
from tauliah.web.pages.ways import QUESTIONS_A_MINUTE
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.plan_forms import BeginForm, PlanForm, courses_to_plan
from tauliah.web.plan_picture import picture_of_plan, weeks_of
from tauliah.web.plan_pieces import next_piece, pieces_on, told_piece
from tauliah.web.telling import refuse, trail

READINGS_A_MINUTE = 30
FEED_SECONDS = 3600
MOST_SLIPS = 8


@requires(Permission.PLAN_STUDY)
@require_safe
def my_plan(request: PersonRequest) -> HttpResponse:
    """The plan of the week that the address names, or of this one; or three questions."""
    person, at = request.user, now()
    plan = plan_of(person, at=at)
    if plan is None:
        form = BeginForm(audits_of(person, at=at))
        return render(request, "candidate/plan-begin.html", _frame(form=form))
    weeks = weeks_of(plan)
    monday = _asked_week(request, plan)
    days = plan.days_of_week(monday)
    secret = secret_of(person)
    context = _frame(
        plan=plan,
        weeks=weeks,
        picture=picture_of_plan(plan, weeks),
        today_pieces=pieces_on(plan, plan.today),
        next=next_piece(plan),
        monday=monday,
        week=[(day, [told_piece(piece, plan) for piece in day.pieces]) for day in days],
        week_total=sum(day.minutes for day in days),
        before=monday - timedelta(days=7) if monday > monday_of(plan.today) else None,
        after=_week_after(monday, plan),
        slips=_slips(plan),
        costs=_costs(plan),
        misfit=_misfit(plan),
        moves=[(move, move_sentence(move, plan.titles[move.exam])) for move in plan.moves],
        may_move=any(move.to for move in plan.moves),
        classes=classes_of(plan),
        listed=[(week, _finished(plan, week.days)) for week in weeks],
        feed=f"{settings.ADDRESS}{reverse('study-feed', args=[secret])}" if secret else "",
        wants_digest=wants_digest(person),
    )
    return render(request, "candidate/plan.html", context)


@requires(Permission.PLAN_STUDY)
@require_POST
def begin(request: PersonRequest) -> HttpResponse:
    """Begin a plan with three answers; the exam days are those of the fastest way."""
    person, at = request.user, now()
    form = BeginForm(audits_of(person, at=at), request.POST)
    if not form.is_valid():
        return render(request, "candidate/plan-begin.html", _frame(form=form), status=400)
    return _by_way(request, form.wishes(), form)


@requires(Permission.PLAN_STUDY)
@require_POST
def find_way(request: PersonRequest) -> HttpResponse:
    """Choose all exam days anew by the fastest way, with the same hours."""
    choice = newest_choice(request.user)
    if choice is None:
        return redirect("study-plan")
    return _by_way(request, PlanWishes.of(choice), None)


def _by_way(request: PersonRequest, wishes: PlanWishes, form: BeginForm | None) -> HttpResponse:
    at = now()
    if is_too_often(request, "way", most=QUESTIONS_A_MINUTE, at=at):
        return render(request, "429.html", status=429)
    refused = choose_plan_by_way(request.user, wishes, at=at)
    if refused is None:
        messages.success(request, _("Your plan is made. It follows what you do from now on."))
        return redirect("study-plan")
    if form is None:
        return refuse(request, refused, "study-plan")
    return render(
        request, "candidate/plan-begin.html", _frame(form=form, refused=refused), status=400
    )


@requires(Permission.PLAN_STUDY)
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: PersonRequest) -> HttpResponse:
    """Minutes by weekday, days off, exam days and classes."""
    person, at = request.user, now()
    choice = newest_choice(person)
    if choice is None:
        return redirect("study-plan")
    wishes = PlanWishes.of(choice)
    courses = courses_to_plan(standing(person).exams_passed, wishes)
    form = PlanForm(wishes, courses, today=local_day(at), data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = choose_plan(person, form.wishes(), at=at)
        if refused:
            return refuse(request, refused, "study-plan-choices")
        messages.success(request, _("Your choices are kept, and the plan is worked out anew."))
        return redirect("study-plan")
    steps = ((_("My plan"), reverse("study-plan")),)
    context = {"form": form, "breadcrumbs": trail(*steps)}
    return render(
        request, "candidate/plan-choices.html", context, status=400 if form.errors else 200
    )


@requires(Permission.PLAN_STUDY)
@require_POST
def tick(request: PersonRequest) -> HttpResponse:
    """Note the time of a piece of the plan as spent."""
    posted = request.POST
    minutes = posted.get("minutes", "")
    refused = tick_off(
        request.user,
        posted.get("course", ""),
        posted.get("kind", ""),
        posted.get("name", ""),
        minutes=int(minutes) if minutes.isdecimal() and len(minutes) < 5 else 0,
        at=now(),
    )
    if refused:
        return refuse(request, refused, "study-plan")
    return redirect("study-plan")


@requires(Permission.PLAN_STUDY)
@require_POST
def untick(request: PersonRequest) -> HttpResponse:
    """Take back what was noted last today."""
    refused = undo_tick(request.user, at=now())
    if refused:
        return refuse(request, refused, "study-plan")
    messages.success(request, _("What you noted last was taken back."))
    return redirect("study-plan")


@requires(Permission.PLAN_STUDY)
@require_POST
def move(request: PersonRequest) -> HttpResponse:
    """Give exams later days, as the page offers them."""
    posted = request.POST
    try:
        days = {
            exam: date.fromisoformat(day)
            for exam, day in zip(posted.getlist("exam"), posted.getlist("day"), strict=True)
        }
    except ValueError:
        messages.warning(request, _("Write the day as year-month-day: 2027-03-01."))
        return redirect("study-plan")
    refused = move_exams(request.user, days, at=now())
    if refused:
        return refuse(request, refused, "study-plan")
    messages.success(request, _("The exam days are changed, and the plan is worked out anew."))
    return redirect("study-plan")


@requires(Permission.PLAN_STUDY)
@require_POST
def address(request: PersonRequest) -> HttpResponse:
    """Make a secret address for the calendar, or end it."""
    if "end" in request.POST:
        end_address(request.user, at=now())
        messages.success(request, _("The address is ended. Calendars that read it find nothing."))
    else:
        make_address(request.user, at=now())
        messages.success(request, _("A new address is made. One from before leads nowhere now."))
    return redirect(f"{reverse('study-plan')}#calendar")


@requires(Permission.PLAN_STUDY)
@require_POST
def letters(request: PersonRequest) -> HttpResponse:
    """Choose the weekly letter, or end it."""
    wanted = "end" not in request.POST
    choose_digest(request.user, wanted=wanted, at=now())
    messages.success(
        request,
        _("You will get your plan by e-mail each Monday.")
        if wanted
        else _("You will get no more weekly letters."),
    )
    return redirect(f"{reverse('study-plan')}#letter")


@requires(Permission.CALENDAR_READ)
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The plan of whoever made this address, for a calendar that reads it again and again."""
    at = now()
    if is_too_often(request, "calendar", most=READINGS_A_MINUTE, at=at):
        return HttpResponse(
            _("Too many questions in one minute. Wait a minute."),
            status=429,
            content_type="text/plain; charset=utf-8",
            headers={"Retry-After": "60"},
        )
    person = reader_of(secret)
    if person is None:
        raise Http404
    with override(person.language):
        made = calendar_of(person, at=at)
    return HttpResponse(
        made,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="plan.ics"',
            "Cache-Control": f"private, max-age={FEED_SECONDS}",
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "no-referrer",
        },
    )


@csrf_exempt
@requires(Permission.DIGEST_END)
@require_http_methods(["GET", "HEAD", "POST"])
def end_letters(request: HttpRequest, secret: str) -> HttpResponse:
    """End the weekly letters of whoever got this address in one: by a button, or by a mail program."""
    if is_too_often(request, "letters", most=READINGS_A_MINUTE, at=now()):
        return render(request, "429.html", status=429)
    if digest_reader(secret) is None:
        raise Http404
    ended = request.method == "POST" and end_digest(secret, at=now())
    return render(request, "candidate/plan-letters-end.html", {"ended": ended, "breadcrumbs": []})


def _frame(**context: Any) -> dict[str, Any]:
    return {"breadcrumbs": trail(), **context}


def _asked_week(request: HttpRequest, plan: StudyPlan) -> date:
    """The Monday that the address names, within the plan; this week's for anything else."""
    first = monday_of(plan.today)
    try:
        day = date.fromisoformat(request.GET.get("week", ""))
    except ValueError:
        return first
    last = max((one.day for one in plan.paced.days), default=first)
    return min(max(monday_of(day), first), monday_of(last))


def _week_after(monday: date, plan: StudyPlan) -> date | None:
    after = monday + timedelta(days=7)
    return after if plan.paced.days and after <= plan.paced.days[-1].day else None


def _slips(plan: StudyPlan) -> list[LocalText]:
    found = plan.changes.slips if plan.changes else ()
    return [
        slip_sentence(one, slip_title(one.kind, one.exam, one.name, plan))
        for one in found[:MOST_SLIPS]
    ]


def _costs(plan: StudyPlan) -> list[LocalText]:
    return [*change_sentences(plan.changes, plan.titles)] if plan.changes else []


def _misfit(plan: StudyPlan) -> dict[str, Any] | None:
    if plan.fits:
        return None
    hours = plan.wishes.hours
    then = hours.longer(plan.longer or 0).a_week
    lacking: list[ExamPace] = [one for one in plan.paced.exams if one.lacks]
    return {
        "lacks": [lacks_sentence(one, plan.titles[one.exam]) for one in lacking],
        "longer": longer_sentence(plan.longer, week_before=hours.a_week, week_then=then),
    }


def _finished(plan: StudyPlan, days: Any) -> list[tuple[str, LocalText]]:
    """What is finished in some days: lessons and mock exams, with the code of their exam."""
    return [
        (piece.exam, piece_title(piece, plan.lessons))
        for one in days
        for piece in one.pieces
        if piece.is_last or piece.kind == "mock"
    ]


urlpatterns = [
    path("my/plan/", my_plan, name="study-plan"),
    path("my/plan/begin/", begin, name="study-plan-begin"),
    path("my/plan/choices/", choices, name="study-plan-choices"),
    path("my/plan/way/", find_way, name="study-plan-way"),
    path("my/plan/done/", tick, name="study-plan-tick"),
    path("my/plan/done/undo/", untick, name="study-plan-untick"),
    path("my/plan/exam-day/", move, name="study-plan-move"),
    path("my/plan/calendar/", address, name="study-plan-calendar"),
    path("my/plan/letters/", letters, name="study-plan-letters"),
    path("plan/letters/<slug:secret>/", end_letters, name="study-letters-end"),
]
unprefixed_urlpatterns = [path("calendar/<slug:secret>.ics", feed, name="study-feed")]
