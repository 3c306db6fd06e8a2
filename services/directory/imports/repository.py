"""Imports in MongoDB: import_jobs, import_parts. Both go by themselves when they expire."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from bson import Binary
from pymongo import ReplaceOne
from pymongo.database import Database

from services.directory.collections import Collections
from services.directory.imports.jobs import Job, PartKind
from services.directory.members.model import Member
from services.directory.members.repository import document_of, member_of
from services.directory.units.model import Unit
from services.directory.units.repository import unit_of


class MongoImports(Collections):
    @staticmethod
    def indexes(database: Database[dict[str, Any]]) -> None:
        for collection in (database.import_jobs, database.import_parts):
            collection.create_index("expires_at", expireAfterSeconds=0)

    def import_job(self, job_id: str) -> Job | None:
        found = self._db.import_jobs.find_one({"_id": job_id}, session=self._session)
        return job_of(found) if found else None

    def keep_import_job(self, job: Job) -> None:
        self._replace(
            "import_jobs",
            job.job_id,
            {
                "name": job.name,
                "only": job.only,
                "dry_run": job.dry_run,
                "locale": job.locale,
                "state": job.state,
                "expires_at": job.expires_at,
                "asked_by": job.asked_by,
                "parts": job.parts,
                "rows": job.rows,
                "portions": job.portions,
                "done": job.done,
                "counts": job.counts,
                "refused": list(job.refused) if job.refused else None,
            },
        )

    def import_part(self, job_id: str, kind: PartKind, number: int) -> bytes | None:
        found = self._db.import_parts.find_one({"_id": f"{job_id}/{kind}/{number}"}, session=self._session)
        return bytes(found["data"]) if found else None

    def keep_import_part(self, job: Job, kind: PartKind, number: int, data: bytes) -> None:
        document = {"job_id": job.job_id, "expires_at": job.expires_at, "data": Binary(data)}
        self._replace("import_parts", f"{job.job_id}/{kind}/{number}", document)

    def all_units(self) -> list[Unit]:
        return [unit_of(found) for found in self._db.units.find(session=self._session).sort("path")]

    def members_known_by(
        self,
        ids: Collection[str],
        employee_numbers: Collection[str],
        phone_hashes: Collection[str],
        places: Collection[tuple[str, str]],
    ) -> list[Member]:
        names = [name for _, name in places]
        queries: list[dict[str, Any]] = [
            {"_id": {"$in": list(ids)}},
            {"employee_number": {"$in": list(employee_numbers)}},
            {"contacts.phone_hash": {"$in": list(phone_hashes)}},
            {"unit_id": {"$in": list({unit_id for unit_id, _ in places})}, "name": {"$in": names}},
        ]
        found: dict[str, Member] = {}
        for query in queries:
            for document in self._db.members.find(query, session=self._session):
                found[document["_id"]] = member_of(document)
        return list(found.values())

    def keep_members(self, members: Collection[Member]) -> None:
        if members:
            writes = [ReplaceOne({"_id": each.member_id}, document_of(each), upsert=True) for each in members]
            self._db.members.bulk_write(writes, ordered=False, session=self._session)


def job_of(document: dict[str, Any]) -> Job:
    refused = document["refused"]
    return Job(
        document["_id"],
        document["name"],
        document["only"],
        document["dry_run"],
        document["locale"],
        document["state"],
        document["expires_at"],
        asked_by=document["asked_by"],
        parts=document["parts"],
        rows=document["rows"],
        portions=document["portions"],
        done=document["done"],
        counts=document["counts"],
        refused=(refused[0], refused[1]) if refused else None,
    )
