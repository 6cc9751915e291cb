namespace SageServe.Gateway;

/// <summary>What one completion window would mean for a batch. Times are Unix seconds.</summary>
/// <param name="CompletionWindow">As a client would ask for it.</param>
/// <param name="PriceFactor">What it costs, relative to the others.</param>
/// <param name="Feasible">Whether it can be kept.</param>
/// <param name="EtaP50">As likely done before as after; null: later than can be foreseen.</param>
/// <param name="EtaP90">Done by then nine times in ten; null: later than can be foreseen.</param>
internal sealed record WindowPromise(string CompletionWindow, double PriceFactor, bool Feasible, long? EtaP50, long? EtaP90);
