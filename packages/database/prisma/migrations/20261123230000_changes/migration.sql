-- AlterTable
ALTER TABLE "messages" ADD COLUMN     "deleted_at" TIMESTAMPTZ(3),
ADD COLUMN     "deleted_by" TEXT,
ADD COLUMN     "deleted_seq" BIGINT,
ADD COLUMN     "edited_at" TIMESTAMPTZ(3),
ADD COLUMN     "edited_seq" BIGINT,
ADD COLUMN     "reactions" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "changes" ADD COLUMN     "author_name" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "body" TEXT,
ADD COLUMN     "emoji" TEXT,
ADD COLUMN     "is_on" BOOLEAN;

-- CreateIndex
CREATE INDEX "changes_room_id_message_id_idx" ON "changes"("room_id", "message_id");

-- A deleted message has no text, any other has.
ALTER TABLE "messages"
    DROP CONSTRAINT "messages_body_check",
    ADD CONSTRAINT "messages_body_check" CHECK (("body" = '') = ("deleted_seq" IS NOT NULL)),
    ADD CONSTRAINT "messages_edited_check" CHECK (("edited_seq" IS NULL) = ("edited_at" IS NULL)),
    ADD CONSTRAINT "messages_deleted_check"
        CHECK (("deleted_seq" IS NULL) = ("deleted_at" IS NULL) AND ("deleted_seq" IS NULL) = ("deleted_by" IS NULL));

ALTER TABLE "changes"
    DROP CONSTRAINT "changes_kind_check",
    ADD CONSTRAINT "changes_kind_check" CHECK ("kind" IN ('message', 'edit', 'deletion', 'reaction')),
    ADD CONSTRAINT "changes_reaction_check"
        CHECK (("kind" = 'reaction') = ("emoji" IS NOT NULL) AND ("kind" = 'reaction') = ("is_on" IS NOT NULL));
