"""Services, their public keys, and which area belongs to whom."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from portal.domain.case import Service
from portal.domain.errors import NotFound
from portal.store.tables import service, service_area

NATIONAL = "national"
_GET = select(service).where(service.c.service_id == bindparam("service_id"))  # made once: asked at every private page
_GET_OF_AREA = select(service).join(service_area).where(service_area.c.area == bindparam("area"))


class Services:
    """Find and keep services."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, service_id: str) -> Service:
        """Return a service; NotFound when there is none."""
        row = self._connection.execute(_GET, {"service_id": service_id}).one_or_none()
        if row is None:
            raise NotFound("no such service")
        return _service(row)

    def get_of_area(self, area: str) -> Service:
        """Return the service of an area; the national one where nobody else has it."""
        row = self._connection.execute(_GET_OF_AREA, {"area": area}).one_or_none()
        return self.get(NATIONAL) if row is None else _service(row)

    def list_all(self) -> list[Service]:
        """Return every service."""
        return [_service(row) for row in self._connection.execute(select(service).order_by(service.c.service_id))]

    def list_owners(self) -> dict[str, str]:
        """Return the service of each area that somebody was given; all other areas are the national one's."""
        return {row.area: row.service_id for row in self._connection.execute(select(service_area))}

    def save(self, new: Service, areas: Iterable[str] = ()) -> None:
        """Add or change a service, and give it areas, taken from whoever had them."""
        values = {column.name: getattr(new, column.name) for column in service.c}
        changed = self._connection.execute(update(service).where(service.c.service_id == new.service_id).values(values))
        if not changed.rowcount:
            self._connection.execute(insert(service).values(values))
        codes = sorted(set(areas))
        if codes:
            self._connection.execute(delete(service_area).where(service_area.c.area.in_(codes)))
            self._connection.execute(
                insert(service_area), [{"area": code, "service_id": new.service_id} for code in codes]
            )


def _service(row: Row[Any]) -> Service:
    return Service(**row._mapping)
