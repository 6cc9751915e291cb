namespace SageServe.Planning;

/// <summary>Closed receipts of one key, added up.</summary>
public sealed record ReceiptSumRow(ReceiptKey Key, ReceiptSum Sum);
