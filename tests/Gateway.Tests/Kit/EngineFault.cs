namespace SageServe.Gateway.Tests;

internal enum EngineFault
{
    None,
    Status400,
    Status500,
    Status503,
    CutBeforeHeaders,
    CutAfterHeaders,
    CutAfterComment,
    CutAfterFirstToken,
    CutInsideHugeEvent,
    Hang,
}
