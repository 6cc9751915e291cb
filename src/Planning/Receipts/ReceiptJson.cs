using System.Text.Json.Serialization;

namespace SageServe.Planning;

/// <summary>Source-generated JSON of receipts, as files keep them and the admin API tells them: camelCase; what is not known is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MoveReceipt))]
[JsonSerializable(typeof(ReceiptState))]
[JsonSerializable(typeof(ReceiptsDocument))]
public sealed partial class ReceiptJson : JsonSerializerContext;
