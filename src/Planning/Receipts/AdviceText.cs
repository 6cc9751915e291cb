using System.Globalization;

namespace SageServe.Planning;

/// <summary>What advice that nobody carried out would have brought, in a sentence.</summary>
public static class AdviceText
{
    /// <summary>Null where there was no advice.</summary>
    /// <param name="advised">Closed receipts of advice, added up.</param>
    public static string? Of(ReceiptSum advised) => advised.Moves == 0 ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"Advised {advised.Starts} starts and {advised.Stops} stops. Following them would have cost {advised.StartedUsd:0.00} USD for starts ({advised.WastedUsd:0.00} of it for what demand did not take) and saved {advised.SavedUsd:0.00} USD by stops; the pools were short for {advised.ShortMinutes + advised.LateMinutes:0.#} min, of which the advice would have covered {advised.CoverableMinutes:0.#}.");
}
