namespace SageServe.VllmEmulator;

/// <summary>A request that is answered with an error, in vLLM's words: the code in the body is the HTTP status.</summary>
internal sealed class ApiException : Exception
{
    public ApiException()
        : this(400, "BadRequestError", "Bad request.")
    {
    }

    public ApiException(string message)
        : this(400, "BadRequestError", message)
    {
    }

    public ApiException(string message, Exception innerException)
        : base(message, innerException) =>
        (Status, Type) = (400, "BadRequestError");

    public ApiException(int status, string type, string message, string? parameter = null)
        : base(message) =>
        (Status, Type, Parameter) = (status, type, parameter);

    public int Status { get; }

    public string Type { get; }

    public string? Parameter { get; }

    public static ApiException Bad(string message, string? parameter = null) => new(400, "BadRequestError", message, parameter);

    public static ApiException Unavailable(string message) => new(503, "ServiceUnavailableError", message);
}
