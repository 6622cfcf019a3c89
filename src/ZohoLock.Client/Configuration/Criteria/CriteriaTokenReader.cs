using ZohoLock.Input;

namespace ZohoLock.Configuration.Criteria;

/// <summary>Reads criteria text token by token, and tells what is wrong with the current one.</summary>
internal sealed class CriteriaTokenReader
{
    private readonly CriteriaLexer _lexer;
    private int _depth;

    /// <summary>Begins to read a text.</summary>
    /// <exception cref="ZohoException">The text has a control character.</exception>
    public CriteriaTokenReader(string text)
    {
        if (ControlCharacter.IndexIn(text) is var control and >= 0)
        {
            throw CriteriaErrors.Expected(text, control, "no control character", ControlCharacter.NameAt(text, control));
        }

        Text = text;
        _lexer = new(text);
        Current = _lexer.Next();
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The current token.</summary>
    public CriteriaToken Current { get; private set; }

    /// <summary>Goes on to the next token, and returns the one before.</summary>
    public CriteriaToken Take()
    {
        var taken = Current;
        Current = _lexer.Next();
        return taken;
    }

    /// <summary>Takes a word if it is the current token.</summary>
    public bool TakeWord(string word)
    {
        if (!Current.IsWord(word))
        {
            return false;
        }

        Take();
        return true;
    }

    /// <summary>Takes an opening parenthesis.</summary>
    /// <exception cref="ZohoException">There are too many within each other.</exception>
    public void Enter()
    {
        if (++_depth > LockingCriteria.MaxDepth)
        {
            throw CriteriaErrors.TooDeep(Text, Current.Start);
        }

        Take();
    }

    /// <summary>Takes a closing parenthesis.</summary>
    /// <exception cref="ZohoException">The current token is another: something else was expected.</exception>
    public void Leave(string expected)
    {
        if (Current.Kind != CriteriaTokenKind.Close)
        {
            throw Expected(expected);
        }

        _depth--;
        Take();
    }

    /// <summary>Creates the error for an unexpected token.</summary>
    public ZohoException Expected(string what) => CriteriaErrors.Expected(
        Text, Current.Start, what, Current.Kind == CriteriaTokenKind.End ? "the end" : Text[Current.Start..Current.End]);
}
