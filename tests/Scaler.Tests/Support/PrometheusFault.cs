namespace SageServe.Scaler.Tests;

/// <summary>What can be wrong with a Prometheus.</summary>
public enum PrometheusFault
{
    None,

    /// <summary>503 to everything.</summary>
    Down,

    /// <summary>Answers come after the scaler has given up.</summary>
    Slow,

    /// <summary>A success without series, as of a server that has just started.</summary>
    Empty,

    /// <summary>Every figure is NaN.</summary>
    NotANumber,

    /// <summary>The series of one region are gone.</summary>
    Half,

    /// <summary>Its clock is half an hour of envelope time ahead: what it calls now is long past.</summary>
    ClockAhead,

    /// <summary>Its clock is half an hour of envelope time behind: all that it has looks old.</summary>
    ClockBehind,

    /// <summary>Neither JSON nor an error.</summary>
    Garbage,
}
