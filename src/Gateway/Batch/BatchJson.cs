using System.Text.Json.Serialization;

namespace SageServe.Gateway;

/// <summary>Source-generated JSON of the Files and Batches API: snake_case, absent things as null where OpenAI has them so.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FileDocument))]
[JsonSerializable(typeof(StoredFile))]
[JsonSerializable(typeof(DeletedDocument))]
[JsonSerializable(typeof(PageDocument<FileDocument>), TypeInfoPropertyName = "FilePage")]
[JsonSerializable(typeof(BatchDocument))]
[JsonSerializable(typeof(PauseMark))]
[JsonSerializable(typeof(LaneMemoryDocument))]
[JsonSerializable(typeof(StoredBatch))]
[JsonSerializable(typeof(InProgressMark))]
[JsonSerializable(typeof(CancellingMark))]
[JsonSerializable(typeof(FinalizingMark))]
[JsonSerializable(typeof(EndMark))]
[JsonSerializable(typeof(IdempotencyRecord))]
[JsonSerializable(typeof(PageDocument<BatchDocument>), TypeInfoPropertyName = "BatchPage")]
internal sealed partial class BatchJson : JsonSerializerContext;
