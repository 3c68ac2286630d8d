-- AlterTable
ALTER TABLE "partition_offsets" ADD COLUMN     "generation" BIGINT NOT NULL DEFAULT 0;
