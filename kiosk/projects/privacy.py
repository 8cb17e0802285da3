"""What everybody may hear of the city's plans: all of it. Nothing of the person is in it (R41)."""

from __future__ import annotations

from kiosk.session.privacy import Overheard, as_it_is
from kiosk.viewmodel.views import ProjectDistrictsView, ProjectMapView, ProjectsView, ProjectView

OVERHEARD: Overheard = {
    ProjectsView: as_it_is,
    ProjectDistrictsView: as_it_is,
    ProjectMapView: as_it_is,
    ProjectView: as_it_is,
}
