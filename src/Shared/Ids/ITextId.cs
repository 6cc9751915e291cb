namespace SageServe.Shared;

/// <summary>An id that is one piece of text, so that one JSON converter serves them all.</summary>
public interface ITextId<TSelf>
    where TSelf : struct, ITextId<TSelf>
{
    string Value { get; }

    static abstract TSelf From(string value);
}
