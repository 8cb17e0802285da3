"""The page of the pictures that content can show: brought, looked at, taken away."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sync.foreign_media import MOST_INPUT_BYTES, MediaFault, MediaUnfit
from sync.hub.accounts.roles import Right
from sync.hub.console.new_poll_form import short_name
from sync.hub.console.web.permissions import having
from sync.hub.console.web.uploads import taking_a_file
from sync.hub.console.wording.names import name_of
from sync.hub.console.wording.reasons import refusal_words
from sync.hub.drafts.pictures import MOST_NAME, bring, pictures_of, read_picture, take_away
from sync.protocol.errors import Refused

_KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}


class PictureForm(forms.Form):
    """A photo and its short name."""

    name = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=MOST_NAME,
        help_text=gettext_lazy("What content calls it by, for example: bank-am-hafen. It cannot be changed."),
    )

    def clean_name(self) -> str:
        """People write names with capitals and blanks: what is meant is clear."""
        return short_name(str(self.cleaned_data["name"]))


@having(Right.SEE_DRAFTS, to_change=Right.WRITE_DRAFTS)
@taking_a_file
def pictures(request: HttpRequest) -> HttpResponse:
    """All of them, each with where it is named; bring one, or have one taken away."""
    folder, by, now = settings.HUB_FOLDER.content, request.user.get_username(), timezone.now()
    is_brought = request.method == "POST" and request.POST.get("deed") != "remove"
    form = PictureForm(request.POST if is_brought else None)
    fault = ""
    try:
        if is_brought and form.is_valid():
            if (file := request.FILES.get("file")) is None:
                fault = _("Please choose a file.")
            else:
                bring(file.read(MOST_INPUT_BYTES + 1), name=form.cleaned_data["name"], folder=folder, by=by, now=now)
                messages.success(request, _("The picture is here. In a moment it can be chosen in content."))
                return redirect("console:pictures")
        elif request.method == "POST" and not is_brought:
            take_away(request.POST.get("name", ""), folder=folder, by=by, now=now)
            messages.success(request, _("The picture is taken away."))
            return redirect("console:pictures")
    except Refused as refused:
        fault = refusal_words(refused)
    except MediaUnfit as unfit:
        fault = _("The picture cannot be read: %(why)s") % {"why": name_of(MediaFault, unfit.fault)}
    context = {"form": form, "fault": fault, "pictures": pictures_of(folder)}
    return render(request, "console/pictures.html", context, status=409 if fault else 200)


@having(Right.SEE_DRAFTS)
def picture(_request: HttpRequest, name: str) -> HttpResponse:
    """One of them, as stations get it."""
    data = read_picture(name, folder=settings.HUB_FOLDER.content)
    if data is None:
        raise Http404
    response = HttpResponse(data, content_type=_KINDS[name[-4:]])
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
