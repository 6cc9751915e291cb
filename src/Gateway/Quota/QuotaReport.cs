namespace SageServe.Gateway;

/// <summary>What a gateway tells the shared limits of one key; told again with the same number until it is answered.</summary>
internal sealed record QuotaReport(long Number, AllowanceReport Requests, AllowanceReport Tokens, AllowanceReport Money, int Slots);
