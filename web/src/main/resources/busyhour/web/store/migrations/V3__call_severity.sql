-- Of several calls of an endpoint the worst result stays in call_result; its severity as busyhour.ipc.run.CallResult has it.
ALTER TABLE endpoints ADD COLUMN call_severity smallint NOT NULL DEFAULT 0;
